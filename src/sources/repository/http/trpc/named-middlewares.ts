import { dottedName } from '../../javascript/syntax.ts';
import type { Site, Value } from '../../javascript/value.ts';
import { declaredName } from './procedure.ts';
import type { Given } from '../routing.ts';

/**
 * Functions as they were given to a builder, with the names the code gives them; `before` tells those that another
 * builder has put together already.
 */
export function namedMiddlewares(
  args: readonly Value[],
  site: Site,
  before: (value: Value) => readonly Given[] | undefined,
): readonly Given[] {
  const nodes = site.node.type === 'CallExpression' ? site.node.arguments : [];
  return args.flatMap((value, at): readonly Given[] => {
    const known = before(value);
    if (known !== undefined) return known;
    const argument = nodes[at];
    const written = (argument === undefined ? undefined : dottedName(argument)) ?? declaredName(site);
    const named = value.kind === 'function' && value.name === undefined && written !== undefined;
    return [
      {
        value: named ? { ...value, name: written } : value,
        site,
        conditional: false,
        ...(written === undefined ? {} : { written }),
      },
    ];
  });
}
