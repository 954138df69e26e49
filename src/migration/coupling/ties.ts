import type { Table } from '../../model/data.ts';
import { compareText } from '../../model/text.ts';
import type { Entry, Use } from './entries.ts';
import { qualifiedName } from './table-names.ts';
import type { TableNames } from './table-names.ts';

export type TieKind = 'written-in-transaction' | 'written-together' | 'foreign-key' | 'used-together';

/** What holds two tables together. `a` comes before `b`. */
export interface Tie {
  readonly kind: TieKind;
  readonly a: string;
  readonly b: string;
  /**
   * Millionths of the closest tie there can be. Of entries: each counts 1 / (k - 1) for the k tables it uses so, as
   * one that touches everything ties nothing (Newman 2001, "Scientific collaboration networks II"), over the root of
   * the product of how many use either (the cosine). Of keys: one over the root of how many keys either has.
   */
  readonly affinity: number;
  /** Ids of the entries, in order; of a foreign key its columns. */
  readonly by: readonly string[];
}

const scale = 1_000_000;

/** An entry that uses more tables than this together would tie each pair by less than a sixtieth. */
const broadest = 64;

const usedBy: readonly (readonly [Exclude<TieKind, 'foreign-key'>, (use: Use) => boolean])[] = [
  ['written-in-transaction', ({ inTransaction, everywhere }) => inTransaction && !everywhere],
  ['written-together', ({ writes, everywhere }) => writes > 0 && !everywhere],
  ['used-together', ({ everywhere }) => !everywhere],
];

/** All ties, by the names of the tables and then by kind. */
export function tiesOf(
  entries: readonly Entry[],
  tables: readonly Table[],
  names: TableNames,
): readonly Tie[] {
  const ties = [
    ...usedBy.flatMap(([kind, counts]) => entryTies(kind, entries, counts)),
    ...keyTies(tables, names),
  ];
  return ties.toSorted(
    (one, other) =>
      compareText(one.a, other.a) || compareText(one.b, other.b) || compareText(one.kind, other.kind),
  );
}

interface Pair {
  readonly a: string;
  readonly b: string;
  sum: number;
  readonly by: string[];
}

function entryTies(kind: TieKind, entries: readonly Entry[], counts: (use: Use) => boolean): readonly Tie[] {
  const users = new Map<string, number>();
  const pairs = new Map<string, Map<string, Pair>>();
  for (const { id, uses } of entries) {
    // In the order of their names, so the first of each pair comes before the second.
    const used = uses.filter(counts).map(({ table }) => table);
    if (used.length > broadest) continue;
    const share = Math.round(scale / Math.max(1, used.length - 1));
    for (const [at, a] of used.entries()) {
      users.set(a, (users.get(a) ?? 0) + 1);
      const row = pairs.get(a) ?? new Map<string, Pair>();
      if (row.size === 0) pairs.set(a, row);
      for (let next = at + 1; next < used.length; next += 1) addTo(row, a, used[next] ?? '', share, id);
    }
  }
  return [...pairs.values()].flatMap((row) =>
    [...row.values()].map(({ a, b, sum, by }) => ({
      kind,
      a,
      b,
      affinity: Math.round(sum / Math.sqrt((users.get(a) ?? 1) * (users.get(b) ?? 1))),
      by,
    })),
  );
}

function addTo(row: Map<string, Pair>, a: string, b: string, share: number, entry: string): void {
  const known = row.get(b);
  if (known === undefined) row.set(b, { a, b, sum: share, by: [entry] });
  else {
    known.sum += share;
    known.by.push(entry);
  }
}

function keyTies(tables: readonly Table[], names: TableNames): readonly Tie[] {
  const degrees = new Map<string, number>();
  const pairs = new Map<string, { readonly a: string; readonly b: string; readonly by: string[] }>();
  for (const table of tables)
    for (const { columns, references } of table.foreignKeys) {
      const ends = [qualifiedName(table), names(references.table)];
      const [a = '', b = ''] = ends.toSorted(compareText);
      if (a === b) continue;
      const pair = pairs.get(`${a}\n${b}`) ?? { a, b, by: [] };
      pair.by.push(`${ends[0] ?? ''}(${columns.join(', ')})`);
      pairs.set(`${a}\n${b}`, pair);
    }
  for (const { a, b } of pairs.values())
    for (const table of [a, b]) degrees.set(table, (degrees.get(table) ?? 0) + 1);
  return [...pairs.values()].map(({ a, b, by }) => ({
    kind: 'foreign-key',
    a,
    b,
    affinity: Math.round(scale / Math.sqrt((degrees.get(a) ?? 1) * (degrees.get(b) ?? 1))),
    by: by.toSorted(compareText),
  }));
}
