import type { HostValue, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, primitive, unknown } from '../../javascript/value.ts';
import { classTarget, handlerTarget } from './metadata.ts';

/** A request that carries no credential and that nothing was found out about. */
export const anonymousRequest = (verb: string): Value =>
  objectOf(
    [
      ['method', primitive(verb)],
      ['headers', objectOf([])],
      ['cookies', objectOf([])],
      ['user', nothing],
      ['auth', nothing],
    ],
    0,
    true,
  );

/** `ExecutionContext`: which request it holds is said, its kind is known. */
export function executionContext(type: string, request: Value): Value {
  const inner: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) => native(name, () => request),
  };
  const host: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) => {
      if (name === 'getType') return native(name, () => primitive(type));
      if (/^switchTo(Http|Ws|Rpc)$/.test(name)) return native(name, () => inner);
      if (name === 'getHandler') return native(name, () => handlerTarget);
      if (name === 'getClass') return native(name, () => classTarget);
      return native(name, () => unknown(`${name} of the execution context`));
    },
  };
  return host;
}
