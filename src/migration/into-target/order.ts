import { tableKey } from '../../artifacts/sql-names.ts';
import type { Pair } from './mapping.ts';

/**
 * Tables that others name come first. A column that names a row of its own table, or of a table that comes later, is set
 * once all rows are there, if it may be empty until then.
 */
export function inWritingOrder(pairs: readonly Pair[]): readonly Pair[] {
  const ordered: Pair[] = [];
  const entered = new Set<Pair>();
  const needs = (pair: Pair, isStrict: boolean): readonly Pair[] =>
    pair.columns.flatMap(({ carried, nullable, reference }) =>
      carried && reference?.held === true && (!isStrict || !nullable)
        ? pairs.filter((one) => tableKey(one.target) === reference.table)
        : [],
    );
  const enter = (pair: Pair): void => {
    if (entered.has(pair)) return;
    entered.add(pair);
    // What a row cannot be without comes before what it can be without.
    for (const isStrict of [true, false]) for (const parent of needs(pair, isStrict)) enter(parent);
    ordered.push(pair);
  };
  for (const pair of pairs) enter(pair);
  return ordered.map((pair, at) => ({ ...pair, deferred: deferredOf(pair, ordered.slice(at)) }));
}

function deferredOf(pair: Pair, later: readonly Pair[]): readonly string[] {
  const unwritten = new Set(later.map(({ target }) => tableKey(target)));
  return pair.columns
    .filter(
      ({ carried, nullable, reference }) =>
        carried && nullable && reference?.held === true && unwritten.has(reference.table),
    )
    .map(({ name }) => name);
}
