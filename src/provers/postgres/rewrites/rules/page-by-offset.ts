import { quoteName } from '../../../../artifacts/sql-names.ts';
import { edited } from '../blocks.ts';
import type { Block, Edit, Part } from '../blocks.ts';
import { clauseWith, equalColumns, withoutRename } from '../clauses.ts';
import type { Hit, RewriteRule, Source, Subject } from '../rule.ts';
import { columnOf, expressionOf, looksAcrossRows, orderOf } from '../syntax.ts';
import { tableText } from './function-on-column.ts';

export const pageByOffset: RewriteRule = {
  id: 'page-by-offset',
  summary: 'Pages are skipped with OFFSET where the last row seen could be the place to go on from.',
  severity: 'advice',
  why: 'Page n reads and throws away all pages before it, and rows that arrive meanwhile move the pages.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const [block] = subject.blocks;
    return block === undefined || block.from !== subject.tokens[0]?.from ? [] : hitOf(subject, block);
  },
};

interface Key {
  readonly text: string;
  readonly name: string;
  readonly source: Source;
  readonly descending: boolean;
}

function hitOf(subject: Subject, block: Block): readonly Hit[] {
  const { order, offset, limit, targets } = block;
  if (order === undefined || offset === undefined || limit === undefined || block.arm) return [];
  if ([block.group, block.having, block.window, block.lock].some((each) => each !== undefined)) return [];
  if (block.distinct !== 'none' || /^\s*0\s*$/.test(subject.text(offset))) return [];
  const trees = targets.map((part) => expressionOf(withoutRename(subject.text(part))));
  if (trees.some(looksAcrossRows)) return [];
  const keys = keysOf(subject, block, order);
  const [first] = keys;
  const added =
    first === undefined ? undefined : tieBreaker(keys, first.source, subject.sources(block).length);
  if (first === undefined || added === undefined) return [];
  const all = [...keys, ...added];
  const numbers = freeParameters(subject, block, all.length);
  if (numbers === undefined) return [];
  const orderEdits: readonly Edit[] =
    added.length === 0
      ? []
      : [
          {
            from: order.to,
            to: order.to,
            text: added.map((key) => `, ${key.text}${directionOf(key)}`).join(''),
          },
        ];
  const page = (limitText: string): readonly Edit[] => [...orderEdits, { ...limit, text: limitText }];
  const behind = (values: readonly string[]): Edit => conditionEdit(subject, block, comparison(all, values));
  const gone: Edit = { ...clauseWith(subject, offset, ['offset']), text: '' };
  const table = first.source.table;
  const isOneTable = all.every(({ source }) => source === first.source);
  const isMixed = all.some(({ descending }) => descending !== first.descending);
  const columns = [
    ...equalColumns(subject, block, first.source).map(quoteName),
    ...all.map((key) => `${quoteName(key.name)}${isMixed ? directionOf(key) : ''}`),
  ];
  return [
    {
      at: offset.from,
      subject: '',
      what: `rows are skipped by offset ${subject.text(offset)}${added.length === 0 ? '' : `, in an order that ties leave open: ${added.map(({ text }) => text).join(', ')} is added`}.`,
      next: 'Go on behind the last row seen; the first page is asked for without the condition, and a page can no longer be jumped to by its number:',
      offer: {
        kind: 'pages',
        page: {
          whole: edited(subject.sql, orderEdits),
          keys: all.map(({ text }) => text),
          offset: (size, start) => edited(subject.sql, [...page(size), { ...offset, text: start }]),
          after: (values, size) => edited(subject.sql, [...page(size), gone, behind(values)]),
          sql: edited(subject.sql, [...orderEdits, gone, behind(numbers.map((number) => `$${number}`))]),
          ...(table !== undefined &&
            isOneTable && {
              index: `create index on ${tableText(table)} (${[...new Set(columns)].join(', ')})`,
            }),
        },
      },
    },
  ];
}

const directionOf = ({ descending }: Pick<Key, 'descending'>): string => (descending ? ' desc' : '');

/** The keys of the order, when all of them are columns that always have a value; none otherwise. */
function keysOf(subject: Subject, block: Block, order: Part): readonly Key[] {
  const nodes = orderOf(subject.text(order));
  const keys: Key[] = [];
  for (const node of nodes) {
    if (
      !('SortBy' in node) ||
      (node.SortBy.sortby_nulls ?? 'SORTBY_NULLS_DEFAULT') !== 'SORTBY_NULLS_DEFAULT'
    )
      return [];
    const column = columnOf(node.SortBy.node);
    const found = column === undefined ? undefined : subject.column(block, column);
    if (column === undefined || found === undefined || found.column.nullable) return [];
    const text =
      column.alias === undefined
        ? quoteName(column.name)
        : `${quoteName(column.alias)}.${quoteName(column.name)}`;
    const descending = node.SortBy.sortby_dir === 'SORTBY_DESC';
    keys.push({ text, name: column.name, source: found.source, descending });
  }
  return keys;
}

/** What makes the order one without ties, the way the last key goes: nothing, when a unique key is in it, else the primary key. */
function tieBreaker(keys: readonly Key[], source: Source, sources: number): readonly Key[] | undefined {
  const { table, alias } = source;
  if (table === undefined) return undefined;
  const own = new Set(keys.flatMap((key) => (key.source === source ? [key.name] : [])));
  const plain = table.keys.filter(
    ({ predicate, columns, expressions }) =>
      predicate === undefined &&
      expressions.length === columns.length &&
      columns.every((name) => table.columns.some((column) => column.name === name && !column.nullable)),
  );
  if (plain.some(({ columns }) => columns.every((name) => own.has(name)))) return [];
  const [first] = plain;
  return first?.columns
    .filter((name) => !own.has(name))
    .map((name) => ({
      name,
      source,
      descending: keys.at(-1)?.descending ?? false,
      text: sources > 1 ? `${quoteName(alias)}.${quoteName(name)}` : quoteName(name),
    }));
}

/** `(a, b) < (x, y)`; where the keys go both ways, key after key, with the range of the first one apart for an index. */
function comparison(keys: readonly Key[], values: readonly string[]): string {
  const [first] = keys;
  const behind = ({ descending }: Key): string => (descending ? '<' : '>');
  if (first === undefined) return 'true';
  if (keys.length === 1) return `${first.text} ${behind(first)} ${values[0]}`;
  if (keys.every(({ descending }) => descending === first.descending))
    return `(${keys.map(({ text }) => text).join(', ')}) ${behind(first)} (${values.join(', ')})`;
  const from = (at: number): string => {
    const key = keys[at];
    if (key === undefined) return 'false';
    const here = `${key.text} ${behind(key)} ${values[at]}`;
    return at === keys.length - 1 ? here : `(${here} or ${key.text} = ${values[at]} and ${from(at + 1)})`;
  };
  return `${first.text} ${behind(first)}= ${values[0]} and ${from(0)}`;
}

function conditionEdit(subject: Subject, block: Block, condition: string): Edit {
  const [first] = block.where;
  const last = block.where.at(-1);
  if (first !== undefined && last !== undefined) {
    const own = subject.sql.slice(first.from, last.to);
    return {
      from: first.from,
      to: last.to,
      text: `${block.where.length === 1 ? `(${own})` : own} and ${condition}`,
    };
  }
  const end = block.source?.to ?? block.to;
  return { from: end, to: end, text: ` where ${condition}` };
}

/** Numbers for the new parameters: those that only the offset used, then the next ones. Undefined when one would be left over. */
function freeParameters(
  { tokens }: Subject,
  { offset }: Block,
  count: number,
): readonly number[] | undefined {
  const numbers = (inside: boolean): readonly number[] =>
    tokens.flatMap(({ word, from }) => {
      const isInside = offset !== undefined && from >= offset.from && from < offset.to;
      return isInside === inside && /^\$\d+$/.test(word) ? [Number(word.slice(1))] : [];
    });
  const kept = new Set(numbers(false));
  const free = [...new Set(numbers(true))].filter((number) => !kept.has(number)).toSorted((a, b) => a - b);
  if (free.length > count) return undefined;
  const top = Math.max(0, ...kept, ...free);
  return [...free, ...Array.from({ length: count - free.length }, (_, at) => top + at + 1)];
}
