import type { Table } from '../model/data.ts';
import { declaredByRows } from '../provers/postgres/production/declared-by-rows.ts';
import type { Statistics } from '../provers/postgres/production/read-statistics.ts';
import { didYouMean } from '../sources/brief/suggest.ts';
import { readRepository } from '../sources/repository/repository.ts';
import { memorySource } from '../sources/repository/source.ts';
import { UserError } from './operation.ts';
import { readRowCounts } from './row-counts.ts';

/** ms. */
const day = 86_400_000;

/**
 * Statistics of the tables of a schema (DDL) whose rows are given. What keys, foreign keys, enums and defaults imply
 * of their columns is derived; of other columns and tables nothing is known.
 *
 * @throws UserError for what is no list of `table=rows`, and for a table that the schema lacks
 */
export async function statisticsOfRows(
  given: string,
  schema: { readonly file: string; readonly text: string },
): Promise<Statistics> {
  const { data } = await readRepository(memorySource(new Map([[schema.file, schema.text]])));
  const names = new Map(data.tables.flatMap((table) => namesOf(table).map((name) => [name, table])));
  const rows = new Map<Table, number>();
  for (const { table: name, rows: count } of readRowCounts(given)) {
    const table = names.get(name);
    if (table === undefined)
      throw new UserError(
        `--rows names a table ${name} that is not in the schema`,
        didYouMean(name, [...names.keys()]),
        schema.file,
      );
    rows.set(table, count);
  }
  // Queries compare times of insertion with now(), which the planner asks the clock for as well.
  return declaredByRows(data, rows, Math.floor(Date.now() / day) * day);
}

/** As a user may write it: with its schema or, the first of its name, without. */
const namesOf = ({ schema = 'public', name }: Table): readonly string[] => [`${schema}.${name}`, name];
