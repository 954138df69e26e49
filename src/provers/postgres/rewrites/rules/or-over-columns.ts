import type { Node } from 'libpg-query';
import { edited, splitAt, tokensOf } from '../blocks.ts';
import type { Block } from '../blocks.ts';
import { clauseWith, withoutRename } from '../clauses.ts';
import { conjunctsOf } from '../conjuncts.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { columnOf, expressionOf, hasSubquery, looksAcrossRows, nodesIn, orderOf } from '../syntax.ts';

export const orOverColumns: RewriteRule = {
  id: 'or-over-columns',
  summary: 'One SELECT asks for rows that meet either of two conditions on different columns.',
  severity: 'advice',
  why: 'One way through the tables has to serve both conditions; two queries take the best index each.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const [block] = subject.blocks;
    if (block === undefined || !isPlain(subject, block)) return [];
    return conjunctsOf(subject).flatMap((conjunct) => {
      if (conjunct.block !== block) return [];
      return hitOf(subject, block, conjunct);
    });
  },
};

/** Rows are neither grouped nor numbered, so the rows of two queries together are those of one. */
function isPlain(subject: Subject, block: Block): boolean {
  const isWhole = block.depth === 0 && !block.arm && block.from === subject.tokens[0]?.from;
  const isFree = [block.group, block.having, block.window, block.lock].every((each) => each === undefined);
  const targets = block.targets.map((part) => expressionOf(withoutRename(subject.text(part))));
  return isWhole && isFree && block.distinct === 'none' && !targets.some(looksAcrossRows);
}

const columnsIn = (node: Node): ReadonlySet<string> =>
  new Set(
    [...nodesIn(node)].flatMap((each) => {
      const column = columnOf(each);
      return column === undefined ? [] : [`${column.alias ?? ''}.${column.name}`];
    }),
  );

function hitOf(
  subject: Subject,
  block: Block,
  { part, node, text }: ReturnType<typeof conjunctsOf>[number],
): readonly Hit[] {
  if (!('BoolExpr' in node) || node.BoolExpr.boolop !== 'OR_EXPR') return [];
  const arms = armsOf(text);
  const trees = arms.flatMap((arm) => expressionOf(arm) ?? []);
  const [first, second] = arms;
  if (first === undefined || second === undefined || arms.length !== 2 || trees.length !== 2) return [];
  const [left, right] = trees.map(columnsIn);
  const isSame = left === undefined || right === undefined || [...left].every((name) => right.has(name));
  if (isSame || trees.some((tree) => hasSubquery(tree) && arms.length > 2)) return [];
  const sql = unionOf(subject, block, part, first, second);
  if (sql === undefined) return [];
  return [
    {
      at: part.from,
      subject: '',
      what: `${text.replaceAll(/\s+/g, ' ')} joins conditions on different columns by OR.`,
      next: 'Ask for both apart, the second without the rows of the first:',
      offer: { kind: 'plan', sql },
    },
  ];
}

/** The two sides of OR, without the parentheses around both. */
function armsOf(text: string): readonly string[] {
  const tokens = tokensOf(text);
  const [first] = tokens;
  const isWrapped =
    first?.word === '(' &&
    tokens.findIndex(({ word, depth }, at) => at > 0 && word === ')' && depth === 0) === tokens.length - 1;
  const inner = isWrapped ? tokens.slice(1, -1) : tokens;
  return splitAt(inner, isWrapped ? 1 : 0, 'or').map(({ from, to }) => text.slice(from, to));
}

function unionOf(
  subject: Subject,
  block: Block,
  part: { readonly from: number; readonly to: number },
  first: string,
  second: string,
): string | undefined {
  const { sql } = subject;
  const tail = Math.min(
    block.to,
    ...[block.order, block.limit, block.offset].flatMap((each) =>
      each === undefined ? [] : [clauseWith(subject, each, ['order', 'limit', 'offset', 'fetch']).from],
    ),
  );
  const head = sql.slice(0, tail).trimEnd();
  const rest = sql.slice(tail).trim();
  if (rest !== '' && !ordersByOutput(subject, block)) return undefined;
  const arm = (text: string): string => edited(head, [{ ...part, text }]);
  const both = `${arm(`(${first})`)}\nunion all\n${arm(`(${second}) and (${first}) is not true`)}`;
  return rest === '' ? both : `select * from (\n${both}\n) both_ways ${rest}`;
}

/** The order names columns that the query puts out under that very name. */
function ordersByOutput(subject: Subject, { order, targets }: Block): boolean {
  if (order === undefined) return true;
  const names = new Set(targets.map((part) => /(?:^|[\s.])(\w+)$/.exec(subject.text(part))?.[1]));
  const starred = targets.some((part) => subject.text(part) === '*');
  return orderOf(subject.text(order)).every((node) => {
    const column = 'SortBy' in node ? columnOf(node.SortBy.node) : undefined;
    return column !== undefined && column.alias === undefined && (starred || names.has(column.name));
  });
}
