import type { Column, DataModel, Table } from '../model/data.ts';
import type { Json } from '../model/origin.ts';
import { columnWidth, heapRowBytes } from './column-width.ts';
import { partitionOf } from './ddl-partition.ts';
import { compact } from './emitted.ts';
import type { Emitted } from './emitted.ts';
import { columnStatistics } from './statistics-column.ts';
import { histogramDays, horizonDay, projectedRows } from './statistics-rows.ts';
import { tableKey } from './sql-names.ts';

/** Bytes of a page that rows can use, and the part of the pages a reader of indexes may skip after a vacuum. */
const usablePage = 8168;
const allVisible = 0.9;

/**
 * What the planner is told of tables that hold no row yet, as JSON: rows at the horizon, pages by row size, and per
 * column what pg_stats would hold. Tables whose rows nobody projected are left out and told.
 *
 * @param until the day of the last rows, ms since 1970; a design's is its horizon
 */
export function statisticsJson(data: DataModel, until = horizonDay): Emitted {
  const lost = data.tables
    .filter((table) => projectedRows(table) === undefined)
    .map((table) => `${tableKey(table)}: its rows are not projected, the planner takes it for nearly empty`);
  const tables = data.tables.flatMap((table) => {
    const rows = projectedRows(table);
    return rows === undefined ? [] : [tableText(data, table, rows, until)];
  });
  if (tables.length === 0) return { text: '', lost };
  const rules: Json = {
    rows: 'rows alive after the first year, or growth per year × the years kept, at most 3',
    pages: 'ceil(rows / floor(8168 / (24 + align8(Σ average width × (1 − null fraction)) + 4)))',
    columns: 'declared by the model; else derived from keys, foreign keys, types and defaults; else left out',
  };
  return {
    text: `{\n"rules": ${JSON.stringify(rules, null, 2)},\n"tables": [\n${tables.join(',\n')}\n]\n}\n`,
    lost,
  };
}

/** One line for the table and one for each column, so that a difference shows what changed. */
function tableText(data: DataModel, table: Table, rows: number, until: number): string {
  const bytes = heapRowBytes(table.columns.reduce((sum, column) => sum + columnWidth(column)[0], 0));
  const perPage = Math.max(1, Math.floor(usablePage / bytes));
  const partitions = rangePartitions(data, table, rows, until);
  const head = compact({
    table: table.name,
    schema: table.schema ?? 'public',
    rows,
    rowBytes: bytes,
    pages: Math.ceil(rows / perPage),
    allVisible: table.appendOnly === true ? 1 : allVisible,
    partitions,
  });
  const columns = table.columns.flatMap((column) => columnText(data, table, column, rows, until));
  return `${JSON.stringify(head).slice(0, -1)},"columns":[\n${columns.join(',\n')}\n]}`;
}

function columnText(
  data: DataModel,
  table: Table,
  column: Column,
  rows: number,
  until: number,
): readonly string[] {
  const statistics = columnStatistics(data, table, column, rows, until);
  return statistics === undefined ? [] : [`  ${JSON.stringify({ name: column.name, ...statistics })}`];
}

/** The partitions of time that hold the rows at the horizon; those of a hash are in the schema already. */
function rangePartitions(data: DataModel, table: Table, rows: number, until: number): Json | undefined {
  const partition = partitionOf(table, () => {});
  if (partition?.kind !== 'range') return undefined;
  const column = table.columns.find(({ name }) => name === partition.by);
  const bounds =
    column === undefined ? undefined : columnStatistics(data, table, column, rows, until)?.histogram;
  const [from, to] = histogramDays(bounds ?? []);
  if (from === undefined || to === undefined) return undefined;
  const year = (day: string): number => Number(day.slice(0, 4));
  const month = (day: string): number => year(day) * 12 + Number(day.slice(5, 7));
  return partition.unit === 'month'
    ? { unit: 'month', first: `${from.slice(0, 7)}-01`, count: month(to) - month(from) + 1 }
    : { unit: 'year', first: `${from.slice(0, 4)}-01-01`, count: year(to) - year(from) + 1 };
}
