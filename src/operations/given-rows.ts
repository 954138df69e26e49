import type { Table } from '../model/data.ts';
import { declaredByRows } from '../provers/postgres/production/declared-by-rows.ts';
import type { Statistics } from '../provers/postgres/production/read-statistics.ts';
import { parseNumber } from '../sources/brief/values/amount.ts';
import { didYouMean } from '../sources/brief/suggest.ts';
import { readRepository } from '../sources/repository/repository.ts';
import { memorySource } from '../sources/repository/source.ts';
import { UserError } from './operation.ts';

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
  for (const pair of given.split(',')) {
    const [name, count] = readPair(pair);
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

function readPair(pair: string): readonly [table: string, rows: number] {
  const at = pair.lastIndexOf('=');
  const count = at === -1 ? undefined : parseNumber(pair.slice(at + 1));
  if (count?.kind === 'value' && count.value >= 1) return [pair.slice(0, at).trim(), count.value];
  throw new UserError(
    `"${pair.trim()}" does not say how many rows a table holds`,
    'Write --rows table=rows,table=rows with counts such as 200, 200k, 1.5M or 2G.',
  );
}
