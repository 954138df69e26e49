import { native, objectOf, primitive } from '../javascript/value.ts';
import type { HostValue, Value } from '../javascript/value.ts';

/** A key of the third argument: what is called on it is kept as fields. */
export function keyHost(
  kind: string,
  args: readonly Value[],
  chain: readonly (readonly [string, Value])[] = [],
): Value {
  const host: HostValue = {
    kind: 'host',
    technology: 'drizzle key',
    fields: new Map<string, Value>([
      ['$kind', primitive(kind)],
      ['$args', { kind: 'array', items: [...args], open: false }],
      ['$chain', objectOf(chain)],
    ]),
    member: (name) =>
      native(name, (given) =>
        keyHost(kind, args, [
          ...chain.filter(([key]) => key !== name),
          [name, { kind: 'array', items: [...given], open: false }],
        ]),
      ),
  };
  return host;
}
