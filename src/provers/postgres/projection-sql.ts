import { quoteText } from '../../artifacts/sql-names.ts';
import type { Relation } from './catalogue.ts';
import type { ProjectedStatistics, ProjectedTable } from './read-projection.ts';

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

const list = (items: readonly string[]): string =>
  quoteText(
    `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`,
  );

const relationArguments = ({ relation }: Part): string =>
  `'schemaname', ${quoteText(relation.schema)}::text, 'relname', ${quoteText(relation.name)}::text, 'version', 180000`;

/** One statement that restores everything and answers, by name, what was taken: `what`, `taken`. */
export function statisticsSql(parts: readonly Part[]): string {
  const calls = parts.flatMap((part) => [
    call(part.relation.name, 'pg_restore_relation_stats', relationArguments(part), [
      `'relpages', ${part.pages}::integer`,
      `'reltuples', ${part.rows}::real`,
      `'relallvisible', ${Math.floor(part.pages * part.allVisible)}::integer`,
    ]),
    ...[...part.columns.values()].map((column) =>
      call(
        `${part.relation.name}.${column.name}`,
        'pg_restore_attribute_stats',
        relationArguments(part),
        columnArguments(part, column),
      ),
    ),
  ]);
  return calls.length === 0 ? "select ''::text as what, true as taken" : calls.join('\nunion all\n');
}

const call = (what: string, name: string, relation: string, rest: readonly string[]): string =>
  `select ${quoteText(what)}::text as what, ${name}(${[relation, ...rest].join(', ')}) as taken`;

function columnArguments({ relation }: Part, column: ProjectedStatistics): readonly string[] {
  const { commonValues = [], histogram = [] } = column;
  return [
    `'attname', ${quoteText(column.name)}::text`,
    // A parent of partitions has statistics over all of them only.
    `'inherited', ${relation.path === undefined}::boolean`,
    `'null_frac', ${column.nullFraction}::real`,
    `'avg_width', ${Math.round(column.averageWidth)}::integer`,
    `'n_distinct', ${column.distinct}::real`,
    `'correlation', ${column.correlation}::real`,
    ...(commonValues.length === 0
      ? []
      : [
          `'most_common_vals', ${list(commonValues.map(({ value }) => value))}::text`,
          `'most_common_freqs', '{${commonValues.map(({ frequency }) => frequency).join(',')}}'::real[]`,
        ]),
    ...(histogram.length < 2 ? [] : [`'histogram_bounds', ${list(histogram)}::text`]),
  ];
}
