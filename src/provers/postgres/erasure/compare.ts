import type { TableFacts } from '../rows/facts.ts';
import type { Population } from '../rows/populate.ts';
import type { Row } from '../session.ts';
import type { ErasureParameters } from './parameters.ts';
import { columnsOf, identifierOf, isTable } from './plant.ts';
import { placesOf, without } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** Rows of the erased person by what became of them, and all that is wrong. */
export interface Compared {
  readonly removed: number;
  readonly overwritten: number;
  readonly kept: number;
  /** Rows of others, and of tables that hold nobody's. */
  readonly untouched: number;
  /** Rows of others that named a row that went, and name nothing now. */
  readonly loosened: number;
  readonly faults: readonly string[];
}

export interface Comparison {
  readonly tables: readonly TableFacts[];
  readonly parameters: ErasureParameters;
  readonly population: Population;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** Holds what is there after an erasure to what was there before. */
export function compareRows(comparison: Comparison): Compared {
  const { tables, after } = comparison;
  const each = tables.map((table) => compareTable(table, comparison));
  const sum = (count: (one: Compared) => number): number =>
    each.reduce((total, one) => total + count(one), 0);
  return {
    removed: sum(({ removed }) => removed),
    overwritten: sum(({ overwritten }) => overwritten),
    kept: sum(({ kept }) => kept),
    untouched: sum(({ untouched }) => untouched),
    loosened: sum(({ loosened }) => loosened),
    faults: [
      ...placesOf(identifierOf(0), tables, after).map((place) => `${place} still holds an identifier`),
      ...each.flatMap(({ faults }) => faults),
    ],
  };
}

function compareTable(table: TableFacts, { parameters, population, before, after }: Comparison): Compared {
  const was = before.get(table.oid) ?? [];
  const is = after.get(table.oid) ?? [];
  const isReached = parameters.personal.some((place) => isTable(table, place));
  const [first] = isReached ? (population.stored.get(table.oid) ?? []) : [];
  const own = first === undefined ? [] : was.filter((row) => isSame(row, Object.fromEntries(first.values)));
  const others = without(was, own);
  const gone = without(others, is);
  const pairs = gone.flatMap((row) => {
    const now = is.find((one) => isLoosened(row, one, table, after));
    return now === undefined ? [] : [{ row, now }];
  });
  const changed = without(
    gone,
    pairs.map(({ row }) => row),
  );
  const left = without(is, [...others, ...pairs.map(({ now }) => now)]);
  const name = `${table.schema}.${table.name}`;
  return {
    removed: Math.max(0, own.length - left.length),
    overwritten: without(left, own).length,
    kept: left.length - without(left, own).length,
    untouched: others.length - gone.length,
    loosened: pairs.length,
    faults: [
      ...changed.map(() => `${name}: a row that is not of the person is gone or changed`),
      ...own.flatMap((row) =>
        left.length === 0
          ? []
          : columnsOf(table, parameters.personal)
              .filter((column) => remains(row, left, column))
              .map((column) => `${name}.${column} is as it was`),
      ),
    ],
  };
}

/** The same row but for references to rows that are not there any more: they are empty, as their keys say. */
function isLoosened(was: Row, is: Row, { references }: TableFacts, after: Snapshot): boolean {
  const differing = Object.keys(was).filter((name) => was[name] !== is[name]);
  const emptied = references.filter(
    ({ columns, target, targetColumns }) =>
      columns.every((name) => (was[name] ?? null) !== null) &&
      columns.some((name) => differing.includes(name)) &&
      !(after.get(target) ?? []).some((up) =>
        columns.every((name, at) => up[targetColumns[at] ?? ''] === was[name]),
      ),
  );
  return (
    differing.length > 0 &&
    differing.every(
      (name) => (is[name] ?? null) === null && emptied.some(({ columns }) => columns.includes(name)),
    )
  );
}

const isSame = (a: Row, b: Row): boolean => Object.entries(a).every(([name, value]) => b[name] === value);

function remains(row: Row, left: readonly Row[], column: string): boolean {
  const value = row[column] ?? null;
  return value !== null && left.some((one) => one[column] === value);
}
