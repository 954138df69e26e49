import type { Column, ColumnStatistics, DataModel, Table } from '../model/data.ts';
import { typeWidth } from './column-width.ts';
import { findTable } from './sql-names.ts';
import { insertionTimes, projectedRows } from './statistics-rows.ts';

export interface ProjectedColumn extends ColumnStatistics {
  readonly from: 'declared' | 'derived';
}

/**
 * Statistics of one column: as declared, else what keys, type and default imply; undefined when nothing does.
 *
 * @param until the day of the last row, ms since 1970
 */
export function columnStatistics(
  data: DataModel,
  table: Table,
  column: Column,
  rows: number,
  until: number,
): ProjectedColumn | undefined {
  if (column.statistics !== undefined) return { ...column.statistics, from: 'declared' };
  const distinct = impliedDistinct(data, table, column, rows);
  if (distinct === undefined) return undefined;
  const inserted = /^(now\(\)|current_timestamp|current_date)$/i.test(column.default?.trim() ?? '');
  return {
    from: 'derived',
    distinct,
    nullFraction: 0,
    averageWidth: typeWidth(column.type)[0],
    correlation: inserted || isAscending(column) ? 1 : 0,
    ...(inserted && { histogram: insertionTimes(table, until) }),
  };
}

/** Values that are handed out in ascending order. */
const isAscending = ({ default: value = '', generated = '' }: Column): boolean =>
  /^(nextval\(|uuidv7\(|gen_uuid_v7\()|\bas\s+identity\b/i.test(value) || /as\s+identity/i.test(generated);

function impliedDistinct(data: DataModel, table: Table, column: Column, rows: number): number | undefined {
  const alone = (columns: readonly string[]): boolean => columns.length === 1 && columns[0] === column.name;
  const keys = [table.primaryKey, ...table.uniques].flatMap((key) =>
    key === undefined ? [] : [key.columns],
  );
  const unique = table.indexes.some(
    (index) => index.unique && index.where === undefined && alone(index.columns),
  );
  if (unique || keys.some(alone)) return -1;
  const reference = table.foreignKeys.find((key) => alone(key.columns));
  const parent = reference && findTable(data.tables, reference.references.table);
  const parents = parent && projectedRows(parent);
  if (parents !== undefined) return Math.min(parents, rows);
  if (column.type.startsWith('bool')) return 2;
  const labels = data.enums.find(({ name }) => name === column.type)?.labels;
  if (labels !== undefined) return labels.length;
  const isTime = /^(timestamp|date)/.test(column.type);
  return isAscending(column) || (isTime && column.default !== undefined) ? -1 : undefined;
}
