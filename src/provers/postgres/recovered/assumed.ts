import { projectedRows } from '../../../artifacts/statistics-rows.ts';
import type { DataModel } from '../../../model/data.ts';

/** Rows that a table is taken to have where nobody knows: an assumption, told with every cost. */
export const assumedRows = 1_000_000;

/** The number as sentences tell it. */
export const assumedRowsText = `${assumedRows / 1e6} million`;

/** Tables nobody counted, with the rows that are assumed. */
export const assumed = (data: DataModel): DataModel => ({
  ...data,
  tables: data.tables.map((table) =>
    projectedRows(table) !== undefined
      ? table
      : {
          ...table,
          rows: {
            value: assumedRows,
            unit: 'rows',
            origin: { kind: 'assumed', because: 'nobody counted them' },
          },
        },
  ),
});
