import { statisticsJson } from '../../../artifacts/statistics.ts';
import type { DataModel, Table } from '../../../model/data.ts';
import type { Quantity } from '../../../model/origin.ts';
import { readStatistics } from '../read-projection.ts';
import type { Statistics } from './read-statistics.ts';

/**
 * What the schema says of tables that hold so many rows: the same derivation as for a design (artifacts/statistics.ts),
 * so widths are assumed by type, and columns whose values nothing implies are left out.
 *
 * @param until the day of the last rows, ms since 1970
 */
export function declaredByRows(data: DataModel, rows: ReadonlyMap<Table, number>, until: number): Statistics {
  const tables = data.tables.map((table) => {
    const given = rows.get(table);
    return given === undefined ? table : { ...table, rows: quantityOf(given) };
  });
  return {
    kind: 'declared',
    by: 'rows',
    tables: readStatistics(statisticsJson({ ...data, tables }, until).text),
  };
}

const quantityOf = (value: number): Quantity => ({
  value,
  unit: 'rows',
  origin: { kind: 'given', path: '--rows' },
});
