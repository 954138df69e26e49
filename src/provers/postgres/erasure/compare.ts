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
  const changed = without(others, is);
  const left = without(is, others);
  const name = `${table.schema}.${table.name}`;
  return {
    removed: Math.max(0, own.length - left.length),
    overwritten: without(left, own).length,
    kept: left.length - without(left, own).length,
    untouched: others.length - changed.length,
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

const isSame = (a: Row, b: Row): boolean => Object.entries(a).every(([name, value]) => b[name] === value);

function remains(row: Row, left: readonly Row[], column: string): boolean {
  const value = row[column] ?? null;
  return value !== null && left.some((one) => one[column] === value);
}
