import { tableKey } from '../../artifacts/sql-names.ts';
import type { Pair } from './mapping.ts';

/** Tables whose rows `pair` names, as far as the target holds them to be there; strictly: a row cannot be without one. */
const needs = (pair: Pair, pairs: readonly Pair[], isStrict: boolean): readonly Pair[] =>
  pair.columns.flatMap(({ carried, nullable, reference }) =>
    carried && reference?.held === true && (!isStrict || !nullable)
      ? pairs.filter((one) => tableKey(one.target) === reference.table)
      : [],
  );

/** Pairs whose rows cannot be without each other, `pair` among them: they have to be written together. None: it is free. */
export function circleOf(pair: Pair, pairs: readonly Pair[]): readonly Pair[] {
  const reached = (from: Pair): ReadonlySet<Pair> => {
    const found = new Set<Pair>();
    const visit = (one: Pair): void => {
      for (const next of needs(one, pairs, true))
        if (!found.has(next)) {
          found.add(next);
          visit(next);
        }
    };
    visit(from);
    return found;
  };
  const own = reached(pair);
  return own.has(pair) ? pairs.filter((one) => own.has(one) && reached(one).has(pair)) : [];
}

/**
 * Tables that others name come first. A column that names a row of its own table, or of a table that comes later, is set
 * once all rows are there, if it may be empty until then; tables that cannot be without each other stand side by side.
 */
export function inWritingOrder(pairs: readonly Pair[]): readonly Pair[] {
  const ordered: Pair[] = [];
  const entered = new Set<Pair>();
  const enter = (pair: Pair): void => {
    if (entered.has(pair)) return;
    const circle = circleOf(pair, pairs);
    const members = circle.length === 0 ? [pair] : circle;
    for (const member of members) entered.add(member);
    // What a row cannot be without comes before what it can be without; who names a circle may be needed by it.
    for (const isStrict of circle.length > 1 ? [true] : [true, false])
      for (const member of members) for (const parent of needs(member, pairs, isStrict)) enter(parent);
    ordered.push(...members);
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
