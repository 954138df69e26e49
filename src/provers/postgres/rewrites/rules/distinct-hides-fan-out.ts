import type { Block, Part } from '../blocks.ts';
import { isOnly, wholeOf, withoutRename } from '../clauses.ts';
import type { Hit, RewriteRule, Source, Subject } from '../rule.ts';
import { columnOf, expressionOf, nodesIn, orderOf } from '../syntax.ts';

export const distinctHidesFanOut: RewriteRule = {
  id: 'distinct-hides-fan-out',
  summary: 'A join multiplies rows, and DISTINCT takes the copies out again.',
  severity: 'advice',
  why: 'Every partner of a row is found, and all copies are sorted or hashed; EXISTS stops at the first partner.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const block = wholeOf(subject);
    return block?.distinct === 'rows' ? hitOf(subject, block) : [];
  },
};

interface Join {
  readonly left: string;
  readonly right: string;
  readonly on: string;
}

function hitOf(subject: Subject, block: Block): readonly Hit[] {
  const [one, other, third] = subject.sources(block);
  if (one?.table === undefined || other === undefined || third !== undefined || block.source === undefined)
    return [];
  if ([block.group, block.having, block.window, block.lock].some((each) => each !== undefined)) return [];
  const join = joinOf(subject, block.source, block.depth);
  const targets = block.targets
    .map((part) => subject.text(part))
    .map((text) => text.replace(/^distinct\s+/i, ''));
  const isOfOne = (text: string): boolean => text === `${one.alias}.*` || isOnly(subject, block, text, one);
  if (join === undefined || !targets.every(isOfOne) || !ordersBy(subject, block, one)) return [];
  const conditions = block.where.map((part) => ({
    text: subject.text(part),
    of: sidesOf(subject, block, part),
  }));
  if (conditions.some(({ of }) => of === undefined)) return [];
  const inside = conditions.filter(({ of = [] }) => of.includes(other)).map(({ text }) => `(${text})`);
  const outside = conditions.filter(({ of = [] }) => !of.includes(other)).map(({ text }) => `(${text})`);
  const exists = `exists (select from ${join.right} where ${[...(join.on === '' ? [] : [`(${join.on})`]), ...inside].join(' and ')})`;
  if (join.on === '' && inside.length === 0) return [];
  const last = block.where.at(-1)?.to ?? block.source.to;
  const isKeyed = hasKey(one, targets);
  const sql = `select ${isKeyed ? '' : 'distinct '}${targets.join(', ')} from ${join.left} where ${[...outside, exists].join(' and ')}${subject.sql.slice(last, block.to)}`;
  return [
    {
      at: block.from,
      subject: '',
      what: `the join with ${other.alias} multiplies the rows of ${one.alias}, and DISTINCT takes the copies out.`,
      next: 'Ask whether a partner exists:',
      offer: { kind: 'plan', sql },
    },
  ];
}

/** `a join b on …` or `a, b`, as texts. */
function joinOf(subject: Subject, source: Part, depth: number): Join | undefined {
  const own = subject.tokens.filter(
    ({ from, to, depth: here }) => from >= source.from && to <= source.to && here === depth,
  );
  const words = own.map(({ word }) => word);
  if (
    words.some((word) =>
      ['left', 'right', 'full', 'outer', 'natural', 'using', 'cross', 'lateral'].includes(word),
    )
  )
    return undefined;
  const cut = (from: number, to: number): string => subject.sql.slice(from, to).trim();
  const comma = own.find(({ word }) => word === ',');
  if (comma !== undefined)
    return words.includes('join')
      ? undefined
      : { left: cut(source.from, comma.from), right: cut(comma.to, source.to), on: '' };
  const join = own.find(({ word }) => word === 'join');
  const on = own.find(({ word }) => word === 'on');
  if (join === undefined || on === undefined) return undefined;
  const inner = own.find(({ word }) => word === 'inner');
  return {
    left: cut(source.from, (inner ?? join).from),
    right: cut(join.to, on.from),
    on: cut(on.to, source.to),
  };
}

/** The sources that a condition reads; undefined when a name in it is not understood. */
function sidesOf(subject: Subject, block: Block, part: Part): readonly Source[] | undefined {
  const sources = new Set<Source>();
  for (const node of nodesIn(expressionOf(subject.text(part)))) {
    if ('SubLink' in node) return undefined;
    if (!('ColumnRef' in node)) continue;
    const column = columnOf(node);
    const found = column === undefined ? undefined : subject.column(block, column);
    if (found === undefined) return undefined;
    sources.add(found.source);
  }
  return [...sources];
}

const ordersBy = (subject: Subject, { order, ...block }: Block, source: Source): boolean =>
  order === undefined ||
  orderOf(subject.text(order)).every((node) => {
    const column = 'SortBy' in node ? columnOf(node.SortBy.node) : undefined;
    return column !== undefined && subject.column(block, column)?.source === source;
  });

/** The output holds a unique key, so that there are no copies to take out. */
function hasKey({ table, alias }: Source, targets: readonly string[]): boolean {
  if (targets.includes(`${alias}.*`))
    return (table?.keys ?? []).some(
      ({ predicate, columns }) => predicate === undefined && notNull(table, columns),
    );
  const names = new Set(targets.map((text) => columnOf(expressionOf(withoutRename(text)))?.name));
  return (table?.keys ?? []).some(
    ({ predicate, columns, expressions }) =>
      predicate === undefined &&
      expressions.length === columns.length &&
      columns.every((name) => names.has(name)) &&
      notNull(table, columns),
  );
}

const notNull = (table: Source['table'], columns: readonly string[]): boolean =>
  columns.length > 0 &&
  columns.every((name) => table?.columns.some((each) => each.name === name && !each.nullable) === true);
