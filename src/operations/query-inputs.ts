import type { Statistics } from '../provers/postgres/production/read-statistics.ts';
import type { CheckQueriesInput } from './check-queries.ts';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';
import { statisticsIn } from './statistics-file.ts';
import { readTextFile } from './text-file.ts';

/** What `check queries` is asked about. */
export interface QueryInputs {
  /** As the user named it. */
  readonly file: string;
  readonly queries: string;
  readonly schema: string | undefined;
  readonly statistics: Statistics;
  readonly texts: ReadonlyMap<string, string>;
  readonly command: string;
}

/** @throws UserError when a file cannot be read or holds something else */
export async function readQueryInputs(
  { file, schema, stats, rows, budget }: CheckQueriesInput,
  { cwd }: Tools,
): Promise<QueryInputs> {
  const texts = new Map<string, string>();
  const load = (named: string | undefined, what: string): string | undefined => {
    if (named === undefined) return undefined;
    const text = readTextFile(named, { cwd }, `Name a file that holds ${what}.`).text;
    texts.set(named, text);
    return text;
  };
  const text = load(stats, 'statistics');
  const exported: Statistics = text === undefined ? { kind: 'none' } : statisticsIn(text, stats);
  const queries = load(file, 'queries') ?? recorded(exported, stats);
  const schemaText = load(schema, 'a schema');
  if (schemaText === undefined && exported.kind !== 'exported')
    throw new UserError(
      'there is no schema to plan on',
      'Give --schema schema.sql, or --stats with an export of `plumbline stats`, which holds one.',
    );
  const statistics = rows === undefined ? exported : await byRows(rows, schema, schemaText, stats);
  const command = [
    'plumbline check queries',
    file,
    schema && `--schema ${schema}`,
    stats && `--stats ${stats}`,
    rows && `--rows ${rows}`,
    budget && `--budget ${budget}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  return { file: file ?? stats ?? '', queries, schema: schemaText, statistics, texts, command };
}

async function byRows(
  rows: string,
  schema = '',
  text: string | undefined,
  stats: string | undefined,
): Promise<Statistics> {
  if (stats !== undefined)
    throw new UserError(
      '--rows and --stats both say how large tables are',
      'Leave out --rows: the statistics say more.',
    );
  if (text === undefined)
    throw new UserError('--rows needs the schema of its tables', 'Give --schema schema.sql.');
  return (await import('./given-rows.ts')).statisticsOfRows(rows, { file: schema, text });
}

/** The statements pg_stat_statements had recorded, as a file of queries. */
function recorded(statistics: Statistics, named = ''): string {
  const statements = statistics.kind === 'exported' ? statistics.statistics.statements : [];
  if (statements.length === 0)
    throw new UserError(
      'no queries were given',
      named === ''
        ? 'Give a file of queries.'
        : 'Give a file of queries: the statistics hold no recorded statements (pg_stat_statements).',
    );
  return statements
    .map(({ sql, calls }, at) => `-- name: recorded-${at + 1}, calls: ${calls}\n${sql};\n`)
    .join('');
}
