import type { JudgedGuard } from '../../http/routing.ts';
import type { Certainty } from '../certainty.ts';
import { allOf, anyOf, oppositeOf } from '../certainty.ts';
import type { Code } from '../code.ts';
import { fits } from '../filters.ts';
import type { Scope } from '../names.ts';
import { textsOf } from '../values.ts';
import type { World } from '../world.ts';
import type { AskedPath } from '../anonymous/path-questions.ts';

/** What a check of Sa-Token asks of everybody whose request comes to it. */
export interface SaChecks {
  readonly world: World;
  readonly scope: Scope;
  readonly file: string;
}

const asks =
  /^(checkLogin|checkRole\w*|checkPermission\w*|checkSafe|checkDisable|checkBasic|checkHttpBasic)$/;
const holders = /^(StpUtil|Stp\w*Util|SaBasicUtil|SaHttpBasicUtil)$/;

/**
 * `new SaInterceptor(handle -> StpUtil.checkLogin())`, and `SaRouter.match("/**", "/login", check)` in it: a check of
 * everybody whose path the routers speak of. Undefined where more is done than that, which may be anything.
 */
export function saGuard(
  at: SaChecks,
  check: readonly Code[],
  path: AskedPath | undefined,
  line: number,
): JudgedGuard | 'none' | undefined {
  const found = check.map((code) =>
    code.kind === 'reference' ? lambdaAsks(at, code, path) : statementAsks(at, code, path),
  );
  if (found.includes(undefined)) return undefined;
  const told = anyOf(found.flatMap((each) => each ?? []));
  if (found.length === 0 || told === 'no') return 'none';
  const origin = { kind: 'read', file: at.file, line } as const;
  const guard = { name: 'SaToken', kind: 'authentication', requires: [], origin } as const;
  return { guard, resolved: true, conditional: told === 'perhaps', passes: false };
}

/** Whether a statement turns away whoever has not signed in; undefined where it is none of Sa-Token's. */
function statementAsks(at: SaChecks, code: Code, path: AskedPath | undefined): Certainty | undefined {
  if (code.kind === 'return' && code.value !== undefined) return statementAsks(at, code.value, path);
  if (code.kind !== 'call') return undefined;
  if (code.on?.kind === 'name' && holders.test(code.on.name)) return asks.test(code.name) ? 'yes' : undefined;
  return routed(at, code, path);
}

/** `SaRouter.match(…).notMatch(…).check(…)`. */
function routed(
  at: SaChecks,
  code: Code & { readonly kind: 'call' },
  path: AskedPath | undefined,
): Certainty | undefined {
  const calls: (Code & { readonly kind: 'call' })[] = [];
  let on: Code | undefined = code;
  while (on?.kind === 'call') {
    calls.unshift(on);
    on = on.on;
  }
  if (on?.kind !== 'name' || on.name !== 'SaRouter') return undefined;
  const held: Certainty[] = [];
  for (const call of calls) {
    const { name, args } = call;
    const checks = args
      .map(({ value }) => value)
      .filter(({ kind }) => kind === 'lambda' || kind === 'reference');
    const texts = args
      .filter(({ value }) => !checks.includes(value))
      .map(({ value }) => textsOf(at.world, value, at.scope).map(({ text }) => text));
    if (name === 'match' && checks.length > 0 && texts.length === 2) {
      held.push(fit(texts[0] ?? [], path), oppositeOf(fit(texts[1] ?? [], path)));
    } else if (name === 'match') held.push(fit(texts.flat(), path));
    else if (name === 'notMatch') held.push(oppositeOf(fit(texts.flat(), path)));
    else if (name !== 'check') return undefined;
    if (checks.length === 0) continue;
    const asked = checks.map((each) => lambdaAsks(at, each, path));
    return asked.includes(undefined) ? undefined : allOf([...held, ...asked.flatMap((each) => each ?? [])]);
  }
  return undefined;
}

function lambdaAsks(at: SaChecks, code: Code, path: AskedPath | undefined): Certainty | undefined {
  if (code.kind === 'reference')
    return code.on?.kind === 'name' && holders.test(code.on.name) && asks.test(code.name) ? 'yes' : undefined;
  if (code.kind !== 'lambda') return undefined;
  const found = code.body.map((each) => statementAsks(at, each, path));
  return found.includes(undefined) ? undefined : anyOf(found.flatMap((each) => each ?? []));
}

const fit = (patterns: readonly (string | undefined)[], path: AskedPath | undefined): Certainty =>
  patterns.length === 0
    ? 'perhaps'
    : anyOf(
        patterns.map((pattern) =>
          pattern === undefined || path === undefined ? 'perhaps' : fits(pattern, path.text),
        ),
      );

/** The code that `new SaInterceptor(…)` is given to run; null where it is not an interceptor of Sa-Token. */
export function givenToSa(code: Code): readonly Code[] | null {
  let made = code;
  while (made.kind === 'call' && made.on !== undefined) made = made.on;
  // Kotlin makes objects without `new`.
  const name = made.kind === 'new' ? made.type.name : made.kind === 'call' ? made.name : '';
  if (name !== 'SaInterceptor' || (made.kind !== 'new' && made.kind !== 'call')) return null;
  return made.args.flatMap(({ value }) => (value.kind === 'lambda' ? value.body : [value]));
}
