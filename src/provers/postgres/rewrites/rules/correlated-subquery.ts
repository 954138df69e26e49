import { quoteName } from '../../../../artifacts/sql-names.ts';
import { edited } from '../blocks.ts';
import type { Block, Part } from '../blocks.ts';
import { wholeOf, withoutRename } from '../clauses.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import {
  callOf,
  columnOf,
  expressionOf,
  hasSubquery,
  looksAcrossRows,
  nodesIn,
  operationOf,
} from '../syntax.ts';

export const correlatedSubquery: RewriteRule = {
  id: 'correlated-subquery',
  summary: 'A subquery in the output is asked anew for each row.',
  severity: 'advice',
  why: 'PostgreSQL runs a scalar subquery once a row; grouped and joined, the table is read once.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const block = wholeOf(subject);
    if (block === undefined || block.source === undefined || block.distinct !== 'none') return [];
    if ([block.group, block.having, block.window, block.lock].some((each) => each !== undefined)) return [];
    return block.targets.flatMap((target) => hitOf(subject, block, target));
  },
};

const aggregates: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max', 'avg', 'bool_or', 'bool_and']);

function hitOf(subject: Subject, outer: Block, target: Part): readonly Hit[] {
  const text = subject.text(target);
  const inner = subject.blocks.find(
    ({ from, to, depth }) => from > target.from && to <= target.to && depth === outer.depth + 1,
  );
  const expression = withoutRename(text);
  const tree = expressionOf(expression);
  if (
    inner === undefined ||
    tree === undefined ||
    !('SubLink' in tree) ||
    tree.SubLink.subLinkType !== 'EXPR_SUBLINK'
  )
    return [];
  const [value] = inner.targets;
  if (value === undefined || !isGroupable(inner) || inner.source === undefined) return [];
  const aggregate = callOf(expressionOf(subject.text(value)));
  if (aggregate === undefined || !aggregates.has(aggregate.name) || hasSubquery(aggregate.args)) return [];
  const links = inner.where.map((part) => linkOf(subject, inner, outer, part));
  const [link] = links.filter((each) => typeof each === 'object');
  if (link === undefined || links.filter((each) => each !== 'own').length !== 1) return [];
  const rest = inner.where.filter((_, at) => links[at] === 'own').map((part) => `(${subject.text(part)})`);
  const name = text === expression ? ` as ${quoteName(aggregate.name)}` : text.slice(expression.length);
  const grouped =
    `left join (select ${link.inner} as key_of, ${subject.text(value)} as value_of from ${subject.text(inner.source)}` +
    `${rest.length === 0 ? '' : ` where ${rest.join(' and ')}`} group by ${link.inner}) per_key on per_key.key_of = ${link.outer}`;
  const result = aggregate.name === 'count' ? 'coalesce(per_key.value_of, 0)' : 'per_key.value_of';
  const end = outer.source?.to ?? outer.to;
  const sql = edited(subject.sql, [
    { ...target, text: `${result}${name}` },
    { from: end, to: end, text: ` ${grouped}` },
  ]);
  return [
    {
      at: inner.from,
      subject: '',
      what: `the subquery on ${subject.text(inner.source)} is asked for each row.`,
      next: 'Group once and join:',
      offer: { kind: 'plan', sql },
    },
  ];
}

const isGroupable = (inner: Block): boolean =>
  inner.targets.length === 1 &&
  !inner.arm &&
  inner.distinct === 'none' &&
  [inner.group, inner.having, inner.window, inner.order, inner.limit, inner.offset, inner.lock].every(
    (each) => each === undefined,
  );

/** `own`: reads the subquery alone; the names of both sides of an equality with the outer row; undefined: anything else. */
function linkOf(
  subject: Subject,
  inner: Block,
  outer: Block,
  part: Part,
): 'own' | { readonly inner: string; readonly outer: string } | undefined {
  const node = expressionOf(subject.text(part));
  if (node === undefined || hasSubquery(node) || looksAcrossRows(node)) return undefined;
  const columns = [...nodesIn(node)].flatMap((each) => ('ColumnRef' in each ? [columnOf(each)] : []));
  if (columns.every((each) => each !== undefined && subject.column(inner, each) !== undefined)) return 'own';
  const operation = operationOf(node);
  if (operation?.kind !== 'AEXPR_OP' || operation.operator !== '=') return undefined;
  const sides = [columnOf(operation.left), columnOf(operation.right)];
  const own = sides.find((each) => each !== undefined && subject.column(inner, each) !== undefined);
  const other = sides.find(
    (each) => each !== own && each?.alias !== undefined && subject.column(outer, each) !== undefined,
  );
  if (own === undefined || other?.alias === undefined || subject.column(inner, other) !== undefined)
    return undefined;
  const ownText =
    own.alias === undefined ? quoteName(own.name) : `${quoteName(own.alias)}.${quoteName(own.name)}`;
  return { inner: ownText, outer: `${quoteName(other.alias)}.${quoteName(other.name)}` };
}
