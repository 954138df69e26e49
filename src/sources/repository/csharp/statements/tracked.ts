import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { equalTo, paraphrase } from '../../queries/paraphrase.ts';
import { calledIn } from '../syntax.ts';
import type { CalledStatement } from './called.ts';
import type { Names } from './entity-calls.ts';
import type { Queryable } from './queryable.ts';
import { isEnd, queryableOf } from './queryable.ts';
import type { Body } from './typing.ts';

/** Saving writes rows that were read before and changed since: `order.State = …; await _db.SaveChangesAsync();`. */
export function trackedWrite(body: Body, names: Names, at: SyntaxNode): CalledStatement | undefined {
  if (!/^SaveChanges(Async)?$/.test(calledIn(at)?.name ?? '')) return undefined;
  for (const [name, query] of trackedRows(body)) {
    const known = names.get(query.entity);
    if (known === undefined || !isChanged(body, name, at.line)) continue;
    return {
      sql: paraphrase({ verb: 'update', table: known.table, where: known.key.map(equalTo) }),
      orm: `${query.entity}.SaveChanges`,
    };
  }
  return undefined;
}

/** Locals that hold rows of a query. */
function trackedRows(body: Body): readonly (readonly [string, Queryable])[] {
  return [...body.values].flatMap(([name, values]): readonly (readonly [string, Queryable])[] => {
    const [value] = values;
    const query = value === undefined ? undefined : queryableOf(body, value);
    if (query === undefined || !query.links.some((link) => isEnd(link.name))) return [];
    if (
      query.links.some((link) =>
        /^(AsNoTracking\w*|Select|GroupBy|Any|AnyAsync|Count|CountAsync)$/.test(link.name),
      )
    )
      return [];
    return [[name, query]];
  });
}

function isChanged(body: Body, name: string, before: number): boolean {
  let found = false;
  walkSyntax(body.node, (node) => {
    if (node.type !== 'assignment_expression' || node.line > before) return;
    const left = inField(node, 'left');
    if (left?.type === 'member_access_expression' && inField(left, 'expression')?.text === name) found = true;
  });
  return found;
}
