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

/** Pairs of tables, each with what is known of it. */
interface Pair<T> {
  readonly a: string;
  readonly b: string;
  readonly value: T;
}

function pairsOf<T>(): {
  readonly at: (one: string, other: string, make: () => T) => T;
  readonly all: () => readonly Pair<T>[];
} {
  const pairs = new Map<string, Map<string, T>>();
  return {
    at: (one, other, make) => {
      const [a, b] = compareText(one, other) < 0 ? [one, other] : [other, one];
      const row = pairs.get(a) ?? new Map<string, T>();
      pairs.set(a, row);
      const known = row.get(b) ?? make();
      row.set(b, known);
      return known;
    },
    all: () => [...pairs].flatMap(([a, row]) => [...row].map(([b, value]) => ({ a, b, value }))),
  };
}

function entryTies(
  kind: TieKind,
  entries: readonly Entry[],
  counts: (use: Use) => boolean,
): readonly Tie[] {
  const users = new Map<string, number>();
  const pairs = pairsOf<{ sum: number; readonly by: string[] }>();
  for (const { id, uses } of entries) {
    const used = uses.filter(counts).map(({ table }) => table);
    if (used.length > broadest) continue;
    for (const table of used) users.set(table, (users.get(table) ?? 0) + 1);
    for (const [at, a] of used.entries())
      for (const b of used.slice(at + 1)) {
        const pair = pairs.at(a, b, () => ({ sum: 0, by: [] }));
        pair.sum += Math.round(scale / (used.length - 1));
        pair.by.push(id);
      }
  }
  return pairs.all().map(({ a, b, value: { sum, by } }) => ({
    kind,
    a,
    b,
    affinity: Math.round(sum / Math.sqrt((users.get(a) ?? 1) * (users.get(b) ?? 1))),
    by,
  }));
}

function keyTies(tables: readonly Table[], names: TableNames): readonly Tie[] {
  const degrees = new Map<string, number>();
  const pairs = pairsOf<string[]>();
  for (const table of tables)
    for (const { columns, references } of table.foreignKeys) {
      const [from, to] = [qualifiedName(table), names(references.table)];
      if (from === to) continue;
      pairs.at(from, to, () => []).push(`${from}(${columns.join(', ')})`);
    }
  const all = pairs.all();
  for (const { a, b } of all)
    for (const table of [a, b]) degrees.set(table, (degrees.get(table) ?? 0) + 1);
  return all.map(({ a, b, value }) => ({
    kind: 'foreign-key',
    a,
    b,
    affinity: Math.round(scale / Math.sqrt((degrees.get(a) ?? 1) * (degrees.get(b) ?? 1))),
    by: value.toSorted(compareText),
  }));
}
