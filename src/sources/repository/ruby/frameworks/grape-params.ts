import type { Parameter } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Call } from '../syntax.ts';
import { callOf, option, statementsOf } from '../syntax.ts';
import type { Scope } from '../values.ts';
import { listOf, textOf } from '../values.ts';
import { originIn } from '../../languages/syntax.ts';

/** `params do requires :id, type: Integer … end`; `use :paging` takes those of a helper. The place is set later. */
export function declaredParameters(
  helpers: ReadonlyMap<string, SyntaxNode>,
  call: Call,
  file: string,
  scope: Scope,
  depth = 0,
): readonly Parameter[] {
  if (depth > 8) return [];
  return statementsOf(call.block).flatMap((node): readonly Parameter[] => {
    const line = callOf(node);
    if (line === undefined || line.receiver !== undefined) return [];
    const { name } = line;
    if (name === 'requires' || name === 'optional') {
      const type = option(line, 'type');
      const names = line.args
        .flatMap((arg) => listOf(arg, scope))
        .filter((each) => each !== 'all' && each !== 'none');
      return names.map((each) => ({
        name: each,
        in: 'query',
        ...(type === undefined ? {} : { type: type.text.slice(0, 40) }),
        required: name === 'requires',
        origin: originIn(file, node),
      }));
    }
    if (name === 'use')
      return line.args.flatMap((arg) => {
        const helper = helpers.get(textOf(arg, scope).text);
        const inner = callOf(helper);
        return inner === undefined ? [] : declaredParameters(helpers, inner, file, scope, depth + 1);
      });
    if (/^(given|group|with|all_or_none_of)$/.test(name) && line.block !== undefined)
      return declaredParameters(helpers, line, file, scope, depth + 1);
    return [];
  });
}
