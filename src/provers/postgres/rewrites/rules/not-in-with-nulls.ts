import { edited } from '../blocks.ts';
import type { Block } from '../blocks.ts';
import { conjunctsOf } from '../conjuncts.ts';
import type { Conjunct } from '../conjuncts.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { columnOf, looksAcrossRows } from '../syntax.ts';
import { quoteName } from '../../../../artifacts/sql-names.ts';

export const notInWithNulls: RewriteRule = {
  id: 'not-in-with-nulls',
  summary: 'NOT IN compares with a subquery that may give NULL, and then keeps no row at all.',
  severity: 'warning',
  why: '`x not in (…, null)` is null for every x that is not in the list, so WHERE drops the row.',
  standards: ['CWE-480'],
  find: (subject) => conjunctsOf(subject).flatMap((conjunct) => hitOf(subject, conjunct, true)),
};

export const notInSubquery: RewriteRule = {
  id: 'not-in-subquery',
  summary: 'NOT IN on a subquery is planned as a filter where NOT EXISTS could be joined.',
  severity: 'advice',
  why: 'PostgreSQL cannot turn NOT IN into an anti-join: it keeps the list in memory, or reads it again for each row.',
  standards: ['CWE-1049'],
  find: (subject) => conjunctsOf(subject).flatMap((conjunct) => hitOf(subject, conjunct, false)),
};

/** The SELECT inside of a condition. */
export const innerBlock = (
  { blocks }: Subject,
  { from, to }: Conjunct['part'],
  outer: Block,
): Block | undefined =>
  blocks.find((block) => block.from >= from && block.to <= to && block.depth === outer.depth + 1);

function hitOf(subject: Subject, conjunct: Conjunct, forNulls: boolean): readonly Hit[] {
  const { node, block, part } = conjunct;
  const [not] = 'BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR' ? (node.BoolExpr.args ?? []) : [];
  if (not === undefined || !('SubLink' in not) || not.SubLink.subLinkType !== 'ANY_SUBLINK') return [];
  const inner = innerBlock(subject, part, block);
  const tested = columnOf(not.SubLink.testexpr);
  const [target] = inner?.targets ?? [];
  if (inner === undefined || target === undefined || tested === undefined || !isSimple(inner)) return [];
  const value = subject.text(target);
  const column = columnOf(columnNode(value));
  const found = column === undefined ? undefined : subject.column(inner, column);
  const outer = subject.column(block, tested);
  if (column === undefined || found === undefined || outer === undefined) return [];
  if (found.column.nullable !== forNulls) return [];
  // Inside of the subquery an unqualified name would mean its own column.
  const testedText = `${quoteName(tested.alias ?? outer.source.alias)}.${quoteName(tested.name)}`;
  if (subject.sources(inner).some(({ alias }) => alias === (tested.alias ?? outer.source.alias))) return [];
  const valueText = `${quoteName(found.source.alias)}.${quoteName(column.name)}`;
  const conditions = (extra: string): string => withCondition(subject, inner, extra);
  const exists = `not exists (${conditions(`${valueText} = ${testedText}`).replace(targetText(subject, inner), 'select')})`;
  const meant = edited(subject.sql, [
    { from: inner.from, to: inner.to, text: conditions(`${valueText} is not null`) },
  ]);
  const guard = forNulls || !outer.column.nullable ? '' : `${testedText} is not null and `;
  const kept =
    outer.column.nullable && forNulls
      ? `(${testedText} is not null or not exists (${subject.text(inner)})) and `
      : '';
  if (kept !== '') return [hit(conjunct, valueText, found.table.name, column.name, meant, meant, true)];
  const sql = edited(subject.sql, [{ ...part, text: `${guard}${exists}` }]);
  return [hit(conjunct, valueText, found.table.name, column.name, meant, sql, forNulls)];
}

const columnNode = (text: string) => {
  const [first, second] = text.split('.').map((name) => name.trim());
  const isName = /^[a-z_]\w*$/i;
  if (first === undefined || !isName.test(first) || (second !== undefined && !isName.test(second)))
    return undefined;
  const fields = [first, second].flatMap((name) =>
    name === undefined ? [] : [{ String: { sval: name.toLowerCase() } }],
  );
  return { ColumnRef: { fields } };
};

const isSimple = (inner: Block): boolean =>
  !inner.arm &&
  inner.targets.length === 1 &&
  inner.source !== undefined &&
  [inner.group, inner.having, inner.limit, inner.offset, inner.window].every((each) => each === undefined) &&
  !looksAcrossRows(inner.targets);

/** `select …` up to its FROM. */
const targetText = (subject: Subject, inner: Block): string =>
  subject.sql.slice(inner.from, inner.targets.at(-1)?.to ?? inner.from);

/** The SELECT with one more condition. */
export function withCondition(subject: Subject, block: Block, condition: string): string {
  const [first] = block.where;
  const last = block.where.at(-1);
  if (first !== undefined && last !== undefined) {
    const own =
      block.where.length === 1 ? `(${subject.text(first)})` : subject.sql.slice(first.from, last.to);
    return `${subject.sql.slice(block.from, first.from)}${own} and ${condition}${subject.sql.slice(last.to, block.to)}`;
  }
  const end = block.source?.to ?? block.to;
  return `${subject.sql.slice(block.from, end)} where ${condition}${subject.sql.slice(end, block.to)}`;
}

function hit(
  { part }: Conjunct,
  value: string,
  table: string,
  column: string,
  meant: string,
  sql: string,
  forNulls: boolean,
): Hit {
  const subject = `${table}.${column}`;
  return forNulls
    ? {
        at: part.from,
        subject,
        what: `NOT IN tests a subquery of ${value}, which may be null.`,
        next: 'Leave the nulls out:',
        offer: { kind: 'answer', meant, sql },
      }
    : {
        at: part.from,
        subject,
        what: `NOT IN tests a subquery of ${value}.`,
        next: 'Say NOT EXISTS:',
        offer: { kind: 'plan', sql },
      };
}
