import type { Value } from '../machine/value.ts';
import { optionsOf, plainText } from '../machine/value.ts';
import { capturedBehind } from './captured.ts';
import type { Given } from './router.ts';

/** What answers behind wrappers, the checks they are, and the prefix that one of them cuts off. */
export interface Unwrapped {
  readonly answer: Value;
  readonly guards: readonly Given[];
  readonly prefix: Value | undefined;
  /** A wrapper takes the place of the outer routers away: what answers matches the whole address. */
  readonly isPlaceless: boolean;
  readonly written?: string;
}

export function unwrapped(given: Given): Unwrapped {
  const guards: Given[] = [];
  let prefix: Value | undefined;
  let isPlaceless = false;
  let at = told(given.value);
  let written = given.written;
  for (let depth = 0; depth < 30; depth += 1) {
    const behind = capturedBehind(at);
    if (behind !== undefined) {
      guards.push({ value: at, site: given.site, branch: given.branch });
      at = behind;
    }
    if (at.kind !== 'wrapped') break;
    const cut = stripped(at.by);
    if (forgetsPlace(at.by)) isPlaceless = true;
    if (cut === undefined)
      guards.push({
        value: at.by,
        site: at.site,
        branch: given.branch,
        ...(at.written === undefined ? {} : { written: at.written }),
      });
    else prefix = prefix ?? cut;
    at = told(at.inner);
    written = undefined;
  }
  return { answer: at, guards, prefix, isPlaceless, ...(written === undefined ? {} : { written }) };
}

/** Of several values the one that is a function or a router. */
const told = (value: Value): Value => {
  const options = optionsOf(value);
  return (
    options.find(({ kind }) => kind === 'router' || kind === 'wrapped') ??
    options.find(({ kind }) => kind === 'function') ??
    options[0] ??
    value
  );
};

/** `http.StripPrefix(prefix, …)`: the handler behind it answers below that prefix. */
function stripped(by: Value): Value | undefined {
  if (by.kind !== 'result' || by.path !== 'StripPrefix()') return undefined;
  const [prefix] = by.args;
  return plainText(prefix) === '' ? undefined : prefix;
}

/**
 * chi keeps the rest of the address that a router has to match in the context of the request (`RouteCtxKey`); a router
 * that finds none there, or a new one, matches the address itself (`Mux.ServeHTTP`, `Mux.routeHTTP`).
 */
const forgetsPlace = (by: Value): boolean =>
  by.kind === 'function' &&
  /\bchi\.RouteCtxKey\s*,\s*(nil|chi\.NewRouteContext\(\))\s*,?\s*\)/.test(by.node.text);
