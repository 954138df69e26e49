import { findTable, tableKey } from '../../artifacts/sql-names.ts';
import type { ConvertedTable } from '../conversion/table.ts';
import type { Table } from '../../model/data.ts';
import type { MappingGround } from './ground.ts';

/** A legacy table and a table of the target to which it moves, with the columns that go there. */
export interface Link {
  readonly source: ConvertedTable;
  readonly target: Table;
  /** Legacy columns by the column of the target. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
}

/** What the ledger says of tables and columns, for those that both sides know. */
export function linksOf({ converted, ledger, target }: MappingGround): readonly Link[] {
  return converted.tables.flatMap((source) => {
    const place = placeOf(ledger.tables, source.name);
    if (place?.kind !== 'moves') return [];
    const targets = place.to.flatMap((name) => findTable(target.tables, name) ?? []);
    return [...new Set(targets)].map((one) => ({
      source,
      target: one,
      columns: columnsOf(source, one, ledger.columns),
    }));
  });
}

/** By the name as it is, or without regard to case: MySQL's names of tables may differ in it. */
export function placeOf<Value>(places: Readonly<Record<string, Value>>, name: string): Value | undefined {
  const key =
    Object.keys(places).find((one) => one === name) ??
    Object.keys(places).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : places[key];
}

function columnsOf(
  source: ConvertedTable,
  target: Table,
  places: MappingGround['ledger']['columns'],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name } of source.columns) {
    const place = placeOf(places, `${source.name}.${name}`);
    if (place?.kind !== 'moves') continue;
    for (const to of place.to) {
      const column = columnOf(target, to);
      if (column === undefined) continue;
      found.set(column, [...(found.get(column) ?? []), name]);
    }
  }
  return found;
}

/** The column that `orders.orders.total` means, where it is one of this table. */
function columnOf(target: Table, path: string): string | undefined {
  const at = path.lastIndexOf('.');
  const table = path.slice(0, at).replace(/^public\./, '');
  if (table !== tableKey(target) && table !== target.name) return undefined;
  return target.columns.find(({ name }) => name === path.slice(at + 1))?.name;
}
