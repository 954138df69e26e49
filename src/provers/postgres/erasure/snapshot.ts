import { fullName } from '../row-security/owners.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Row, Session } from '../session.ts';

/** All rows of all tables, by oid of the table. */
export type Snapshot = ReadonlyMap<string, readonly Row[]>;

export async function snapshot(session: Session, tables: readonly TableFacts[]): Promise<Snapshot> {
  const rows = new Map<string, readonly Row[]>();
  for (const table of tables) rows.set(table.oid, await session.rows(`select * from ${fullName(table)}`));
  return rows;
}

const text = (row: Row): string =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Rows of the first list that are not in the second exactly as they are. */
export function without(rows: readonly Row[], others: readonly Row[]): readonly Row[] {
  const there = new Set(others.map(text));
  return rows.filter((row) => !there.has(text(row)));
}

export const sameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.length === b.length && without(a, b).length === 0;

/** Columns with rows in which a word stands, whatever its case. */
export function placesOf(word: string, tables: readonly TableFacts[], rows: Snapshot): readonly string[] {
  return tables.flatMap((table) =>
    table.columns
      .filter(({ name }) =>
        (rows.get(table.oid) ?? []).some((row) => row[name]?.toLowerCase().includes(word) === true),
      )
      .map(({ name }) => `${table.schema}.${table.name}.${name}`),
  );
}
