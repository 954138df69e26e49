import type { HostValue, Value } from '../../javascript/value.ts';
import { joinText } from '../../javascript/operators.ts';
import { native, nothing, objectOf, primitive, unknown } from '../../javascript/value.ts';
import { pathValue } from '../anonymous.ts';
import { classTarget, handlerTarget } from './metadata.ts';

/** A request that carries no credential and that nothing was found out about but what it asks for. */
export const anonymousRequest = (verb: string, path: string | undefined): Value =>
  objectOf(
    [
      ['method', primitive(verb)],
      ...(path === undefined ? [] : asking(path)),
      ['headers', objectOf([])],
      ['cookies', objectOf([])],
      ['user', nothing],
      ['auth', nothing],
    ],
    0,
    true,
  );

/** The address as Express tells it: a query may follow the path. */
function asking(path: string): readonly (readonly [string, Value])[] {
  const asked = pathValue(path);
  const address = joinText([asked, unknown('the query of a request')]);
  return [
    ['path', asked],
    ['url', address],
    ['originalUrl', address],
  ];
}

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
