import type { LegacyTable, RowProfile } from '../../model/legacy-table.ts';
import { convertedColumn } from './column.ts';
import type { ConvertedColumn } from './column.ts';
import type { ConversionOptions } from './conversion-options.ts';
import { convertedKeys } from './keys.ts';
import type { ConvertedKeys } from './keys.ts';

/** A table of MySQL as PostgreSQL has it, with what tells its rows apart and what means something else than before. */
export interface ConvertedTable extends ConvertedKeys {
  readonly name: string;
  readonly schema: string;
  readonly columns: readonly ConvertedColumn[];
  /** Rows that wait. */
  readonly rows: number;
  /** Where counting goes on, as the dump says it. */
  readonly next?: string;
  readonly differences: readonly string[];
}

export function convertedTable(
  legacy: LegacyTable,
  profile: RowProfile,
  options: ConversionOptions,
): ConvertedTable {
  const columns = legacy.table.columns.map((column) => convertedColumn(legacy, column, profile, options));
  const keys = convertedKeys(legacy.table, columns, options.schema);
  return {
    ...keys,
    name: legacy.table.name,
    schema: options.schema,
    columns,
    rows: profile.rows,
    ...(legacy.autoIncrement !== undefined && { next: legacy.autoIncrement }),
    differences: [
      ...(legacy.engine === 'myisam' || legacy.engine === 'aria'
        ? [`${legacy.engine} has no transactions: what failed half way stayed, and is taken back here`]
        : []),
      ...columns.flatMap(({ name, differences }) =>
        differences.map((difference) => `${name}: ${difference}`),
      ),
      ...keys.differences,
      ...legacy.table.checks.map(
        ({ sql }) => `check (${sql}) is not translated: add it once its rows are known to hold it`,
      ),
    ],
  };
}

/** Columns that are filled from what waits. */
export const filled = ({ columns }: ConvertedTable): readonly ConvertedColumn[] =>
  columns.filter(({ computed }) => !computed);

/** Tables that others refer to come first; those in a circle stay in the order of their names. */
export function inOrder(tables: readonly ConvertedTable[]): readonly ConvertedTable[] {
  const byName = new Map(tables.map((table) => [table.name.toLowerCase(), table]));
  const ordered = new Set<ConvertedTable>();
  const entered = new Set<ConvertedTable>();
  const enter = (table: ConvertedTable): void => {
    if (entered.has(table)) return;
    entered.add(table);
    for (const { key } of table.references) {
      const parent = byName.get(key.references.table.toLowerCase());
      if (parent !== undefined) enter(parent);
    }
    ordered.add(table);
  };
  for (const table of tables) enter(table);
  return [...ordered];
}
