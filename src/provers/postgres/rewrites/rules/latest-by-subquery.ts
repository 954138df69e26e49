import { qualifiedName, quoteName } from '../../../../artifacts/sql-names.ts';
import type { Block } from '../blocks.ts';
import { wholeOf } from '../clauses.ts';
import { conjunctsOf } from '../conjuncts.ts';
import type { Conjunct } from '../conjuncts.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { callOf, columnOf, expressionOf, operationOf } from '../syntax.ts';

export const latestBySubquery: RewriteRule = {
  id: 'latest-by-subquery',
  summary: 'The latest row of each group is found by asking for the maximum anew for each row.',
  severity: 'advice',
  why: 'The subquery runs once a row; DISTINCT ON takes the first row of each group in one pass over an order.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const block = wholeOf(subject);
    if (block === undefined || block.distinct !== 'none') return [];
    if ([block.group, block.having, block.window, block.lock].some((each) => each !== undefined)) return [];
    return conjunctsOf(subject).flatMap((each) => (each.block === block ? hitOf(subject, block, each) : []));
  },
};

function hitOf(subject: Subject, outer: Block, { node, part }: Conjunct): readonly Hit[] {
  const operation = operationOf(node);
  const inner = subject.blocks.find(
    ({ from, to, depth }) => from > part.from && to <= part.to && depth === outer.depth + 1,
  );
  const [source, more] = subject.sources(outer);
  if (operation?.operator !== '=' || !('SubLink' in operation.right) || inner === undefined) return [];
  if (source?.table === undefined || more !== undefined || outer.source === undefined) return [];
  const ordered = columnOf(operation.left);
  const [target] = inner.targets;
  const call = target === undefined ? undefined : callOf(expressionOf(subject.text(target)));
  const [innerSource, innerMore] = subject.sources(inner);
  const [link] = inner.where;
  const isPlain = [inner.group, inner.having, inner.order, inner.limit].every((each) => each === undefined);
  if (
    ordered === undefined ||
    link === undefined ||
    inner.where.length !== 1 ||
    !isPlain ||
    innerMore !== undefined
  )
    return [];
  if (innerSource?.table !== source.table || (call?.name !== 'max' && call?.name !== 'min')) return [];
  if (columnOf(call.args[0])?.name !== ordered.name) return [];
  const equal = operationOf(expressionOf(subject.text(link)));
  const [left, right] = [columnOf(equal?.left), columnOf(equal?.right)];
  if (equal?.operator !== '=' || left?.name !== right?.name || left?.alias === right?.alias) return [];
  const group = left?.name;
  const { table, alias } = source;
  const key = table.keys.find(
    ({ columns, predicate }) =>
      predicate === undefined &&
      columns.length === 2 &&
      columns.includes(ordered.name) &&
      columns.includes(group ?? ''),
  );
  if (group === undefined || key === undefined) return [];
  const nullable = [group, ordered.name].filter((name) =>
    table.columns.some((each) => each.name === name && each.nullable),
  );
  const present = nullable.map((name) => `${quoteName(name)} is not null`).join(' and ');
  const latest =
    `(select distinct on (${quoteName(group)}) * from ${qualifiedName(table)}` +
    `${present === '' ? '' : ` where ${present}`} order by ${quoteName(group)}, ${quoteName(ordered.name)}${call.name === 'max' ? ' desc' : ''}) ${quoteName(alias)}`;
  const rest = outer.where.filter((each) => each.from !== part.from).map((each) => `(${subject.text(each)})`);
  const last = outer.where.at(-1)?.to ?? outer.to;
  const sql = `${subject.sql.slice(0, outer.source.from)}${latest}${rest.length === 0 ? '' : ` where ${rest.join(' and ')}`}${subject.sql.slice(last)}`;
  return [
    {
      at: part.from,
      subject: `${table.name}.${ordered.name}`,
      what: `the ${call.name} of ${ordered.name} for each ${group} is asked for each row.`,
      next: 'Take the first row of each group:',
      offer: { kind: 'plan', sql },
    },
  ];
}
