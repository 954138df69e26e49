import type { ColumnFacts } from '../../model/database-statistics.ts';
import type { Relation } from './catalogue.ts';
import type { ProjectedStatistics, ProjectedTable } from './read-projection.ts';
import { arrayText, columnCall, relationCall } from './restore.ts';
import type { RestoreCall } from './restore.ts';

/** What one relation holds of a projected table: all of it, or a partition's part. */
export interface Part {
  readonly relation: Relation;
  readonly rows: number;
  readonly pages: number;
  readonly allVisible: number;
  readonly columns: ReadonlyMap<string, ProjectedStatistics>;
}

/** Rows are spread evenly over the partitions; a default partition stays empty, a parent counts all rows. */
export function partOf(table: ProjectedTable, relation: Relation, all: readonly Relation[]): Part {
  const isRoot = relation.name === relation.root.name && relation.schema === relation.root.schema;
  const { allVisible } = table;
  if (isRoot)
    return { relation, rows: table.rows, pages: table.pages, allVisible, columns: byName(table.columns) };
  const siblings = all.filter(
    ({ root, bound, path }) =>
      root.name === relation.root.name &&
      root.schema === relation.root.schema &&
      path !== undefined &&
      bound !== undefined &&
      bound !== 'DEFAULT',
  ).length;
  if (relation.bound === 'DEFAULT') return { relation, rows: 0, pages: 0, allVisible: 0, columns: new Map() };
  const share = 1 / Math.max(1, siblings);
  const rows = Math.max(1, Math.round(table.rows * share));
  const columns = table.columns.map((column) => inPartition(column, table.rows, rows, relation.bound ?? ''));
  const pages = Math.max(1, Math.round(table.pages * share));
  return { relation, rows, pages, allVisible, columns: byName(columns) };
}

const byName = (columns: readonly ProjectedStatistics[]): ReadonlyMap<string, ProjectedStatistics> =>
  new Map(columns.map((column) => [column.name, column]));

/**
 * Statistics of a column within one partition: as many distinct values as a random sample of that size shows,
 * D(1 − (1 − 1/D)^n); the times of a range partition lie within its bounds.
 */
function inPartition(
  column: ProjectedStatistics,
  rows: number,
  part: number,
  bound: string,
): ProjectedStatistics {
  const distinct = column.distinct < 0 ? -column.distinct * rows : column.distinct;
  const seen = Math.max(1, distinct * -Math.expm1(part * Math.log1p(-1 / Math.max(1.000001, distinct))));
  const [, from, to] = /FROM \('([^']+)'\) TO \('([^']+)'\)/.exec(bound) ?? [];
  const isKey = from !== undefined && to !== undefined && column.correlation > 0.9 && column.histogram;
  return {
    ...column,
    distinct: column.distinct < 0 ? column.distinct : Math.min(part, seen),
    ...(isKey && { histogram: [from, to] }),
  };
}

/** What tells the planner of everything the parts hold. */
export const statisticsCalls = (parts: readonly Part[]): readonly RestoreCall[] =>
  parts.flatMap(({ relation, rows, pages, allVisible, columns }) => [
    relationCall(relation, { rows, pages, allVisible: Math.floor(pages * allVisible) }),
    ...[...columns.values()].map((column) => columnCall(relation, factsOf(relation, column))),
  ]);

/** A projected column in the words of pg_stats. */
export function factsOf(relation: Relation, column: ProjectedStatistics): ColumnFacts {
  const { name, nullFraction, averageWidth, distinct, correlation } = column;
  const { commonValues = [], histogram = [] } = column;
  return {
    name,
    type: '',
    // A parent of partitions has statistics over all of them only.
    inherited: relation.path === undefined,
    nullFraction,
    averageWidth,
    distinct,
    correlation,
    ...(commonValues.length > 0 && {
      commonValues: arrayText(commonValues.map(({ value }) => value)),
      commonFrequencies: commonValues.map(({ frequency }) => frequency),
    }),
    ...(histogram.length > 1 && { histogram: arrayText(histogram) }),
  };
}
