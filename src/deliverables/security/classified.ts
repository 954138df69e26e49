import type { Backend } from '../../model/backend.ts';
import type { Column, Table } from '../../model/data.ts';
import type { DataClass } from '../../model/domain.ts';

/** Columns of a class, with their tables. */
export function columnsOf(
  { data }: Backend,
  ...wanted: readonly DataClass[]
): readonly { readonly table: Table; readonly column: Column }[] {
  return data.tables.flatMap((entry) =>
    entry.columns
      .filter(({ dataClass }) => dataClass !== undefined && wanted.includes(dataClass))
      .map((column) => ({ table: entry, column })),
  );
}
