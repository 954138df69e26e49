import { quoteText } from '../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../model/database-statistics.ts';
import { printFailure } from './session.ts';
import type { Session } from './session.ts';

/** A call of a function that restores statistics, with what it is about, for the message when it is not taken. */
export interface RestoreCall {
  readonly what: string;
  readonly sql: string;
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Size of a table or index as of its last VACUUM or ANALYZE. */
export interface RelationSize {
  readonly rows: number;
  /** Of 8 kB. */
  readonly pages: number;
  readonly allVisible: number;
}

/** Format of the arguments below; statistics of older servers are written the same way. */
const format = 180_000;

const argumentsOf = ({ schema, name }: Named): string =>
  `'schemaname', ${quoteText(schema)}::text, 'relname', ${quoteText(name)}::text, 'version', ${format}`;

/** `pg_restore_relation_stats()` (PostgreSQL docs, "Statistics Manipulation Functions"). */
export const relationCall = (relation: Named, { rows, pages, allVisible }: RelationSize): RestoreCall => ({
  what: relation.name,
  sql:
    `pg_restore_relation_stats(${argumentsOf(relation)}, 'relpages', ${Math.min(pages, 2 ** 31 - 1)}::integer, ` +
    `'reltuples', ${rows}::real, 'relallvisible', ${Math.min(allVisible, pages)}::integer)`,
});

/** `pg_restore_attribute_stats()`: each argument with exactly the type it wants; what is not known is left out. */
export function columnCall(relation: Named, column: ColumnFacts): RestoreCall {
  const given: readonly (readonly [name: string, value: string | undefined, type: string])[] = [
    ['null_frac', number(column.nullFraction), 'real'],
    ['avg_width', number(Math.round(column.averageWidth)), 'integer'],
    ['n_distinct', number(column.distinct), 'real'],
    ['most_common_vals', column.commonValues, 'text'],
    ['most_common_freqs', column.commonValues && list(column.commonFrequencies), 'real[]'],
    ['histogram_bounds', column.histogram, 'text'],
    ['correlation', number(column.correlation), 'real'],
    ['most_common_elems', column.commonElements, 'text'],
    ['most_common_elem_freqs', column.commonElements && list(column.commonElementFrequencies), 'real[]'],
    ['elem_count_histogram', list(column.elementCounts), 'real[]'],
    ['range_length_histogram', column.rangeLengths, 'text'],
    ['range_empty_frac', column.rangeLengths && number(column.rangeEmptyFraction), 'real'],
    ['range_bounds_histogram', column.rangeBounds, 'text'],
  ];
  const rest = given.flatMap(([name, value, type]) =>
    value === undefined || value === '' ? [] : [`'${name}', ${quoteText(value)}::${type}`],
  );
  const about = `'attname', ${quoteText(column.name)}::text, 'inherited', ${column.inherited}::boolean`;
  return {
    what: `${relation.name}.${column.name}`,
    sql: `pg_restore_attribute_stats(${[argumentsOf(relation), about, ...rest].join(', ')})`,
  };
}

const number = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const list = (values: readonly number[] | undefined): string | undefined =>
  values === undefined ? undefined : `{${values.join(',')}}`;

/** Text that PostgreSQL reads as an array of these values. */
export const arrayText = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;

const batch = 100;

/** Makes the calls, many in one statement, and answers what PostgreSQL did not take. */
export async function restore(session: Session, calls: readonly RestoreCall[]): Promise<readonly string[]> {
  const refused: string[] = [];
  for (let at = 0; at < calls.length; at += batch)
    refused.push(...(await restoreBatch(session, calls.slice(at, at + batch))));
  return refused;
}

async function restoreBatch(session: Session, calls: readonly RestoreCall[]): Promise<readonly string[]> {
  const sql = calls.map((call) => `select ${quoteText(call.what)}::text as what, ${call.sql} as taken`);
  const ran = await session.run(sql.join('\nunion all\n'));
  if (ran.kind === 'done')
    return ran.rows.flatMap(({ what, taken }) =>
      taken === 't' ? [] : [`PostgreSQL did not take all statistics of ${what}`],
    );
  const [only] = calls;
  if (only !== undefined && calls.length === 1)
    return [`PostgreSQL did not take the statistics of ${only.what}: ${printFailure(ran.failure)}`];
  const one: string[] = [];
  for (const call of calls) one.push(...(await restoreBatch(session, [call])));
  return one;
}
