import type { Call } from './calls.ts';
import type { Machine } from './machine.ts';
import { behindMiddlewares } from './given-middlewares.ts';
import { runRelevant } from './relevant.ts';
import { textFunction } from './texts.ts';
import type { LibraryValue, Value } from './value.ts';
import { plainText, text } from './value.ts';

/** A call of something outside of the repository: a framework knows it, or it is kept as what it answered. */
export function libraryCall(machine: Machine, callee: LibraryValue, call: Call, receiver?: Value): Value {
  const known = textFunction(callee, call.args) ?? partOfAddress(callee, receiver);
  if (known !== undefined) return known;
  for (const framework of machine.frameworks) {
    const found = framework.call?.(machine, callee, call, receiver);
    if (found !== undefined) return found;
  }
  const wrapped = wrappedBy(callee, call, receiver);
  if (wrapped !== undefined) return wrapped;
  for (const arg of call.args) runRelevant(machine, arg);
  const { package: from, path } = callee;
  return { kind: 'result', package: from, path: `${path}()`, args: call.args, site: call.site };
}

/** `url.Parse(address)` and its path, where the address is known. */
function partOfAddress(
  { package: from, path }: LibraryValue,
  receiver: Value | undefined,
): Value | undefined {
  if (from !== 'net/url' || receiver?.kind !== 'result' || !/^Parse\(\)\.(EscapedPath|Path)$/.test(path))
    return undefined;
  const address = plainText(receiver.args[0]);
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^/]*([^?#]*)/i.exec(address ?? '');
  return found === null ? undefined : text(found[1] ?? '');
}

const handlerLike = (value: Value): boolean =>
  value.kind === 'router' || value.kind === 'wrapped' || value.kind === 'function';

/** `cors.New(…).Handler(router)`, `handlers.CompressHandler(router)`: a middleware around what it is given. */
function wrappedBy(callee: LibraryValue, call: Call, receiver: Value | undefined): Value | undefined {
  const inner = call.args.find(handlerLike);
  if (inner === undefined) return undefined;
  const router = inner.kind === 'router' || (inner.kind === 'wrapped' && holdsRouter(inner));
  const named =
    /handler|middleware|wrap|handle$|protect|^then$|\.then|func$|cors|gzip|csrf|session|auth/i.test(
      callee.path,
    );
  // An option that holds a function is no middleware: `WithInterceptors(…)`.
  const option = /(^|\.)With[A-Z]/.test(callee.path);
  if (!router && (!named || option)) return undefined;
  const by: Value =
    receiver?.kind === 'result' && !/handler/i.test(receiver.path)
      ? { ...receiver, path: receiver.path }
      : callee;
  return { kind: 'wrapped', by, inner: behindMiddlewares(inner, call.args, call.site), site: call.site };
}

function holdsRouter(value: Value): boolean {
  let at = value;
  for (let depth = 0; depth < 20 && at.kind === 'wrapped'; depth += 1) at = at.inner;
  return at.kind === 'router';
}
