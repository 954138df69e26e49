import type { RecordedStatement } from '../../model/database-statistics.ts';
import { askSafely, ownMark, textOf } from './ask.ts';
import type { Ask } from './ask.ts';

const most = 1000;

/** Statements of pg_stat_statements that read or write rows, the most expensive first; utility statements hold literals. */
export async function readStatements(
  ask: Ask,
): Promise<{ readonly statements: readonly RecordedStatement[]; readonly gaps: readonly string[] }> {
  const [extension] = await ask(
    "select quote_ident(n.nspname) as schema, e.extversion as version from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'",
  );
  if (extension === undefined)
    return { statements: [], gaps: ['no recorded statements: pg_stat_statements is not installed'] };
  // Times got other names with version 1.8 (PostgreSQL 13).
  const [, minor = '0'] = textOf(extension, 'version').split('.');
  const time = Number(minor) < 8 ? '' : '_exec';
  const read = await askSafely(
    ask,
    `select s.query, sum(s.calls) as calls, sum(s.total${time}_time) / greatest(sum(s.calls), 1) as mean, sum(s.rows) as rows
     from ${textOf(extension, 'schema')}.pg_stat_statements s
     where s.dbid = (select oid from pg_database where datname = current_database())
       and s.query ~* '^\\s*(/\\*.*?\\*/\\s*)*(select|insert|update|delete|with|merge|values)\\M'
       and s.query not like '${ownMark}%'
     group by s.query order by sum(s.total${time}_time) desc, s.query limit ${most}`,
  );
  if (read instanceof Error) return { statements: [], gaps: [`no recorded statements: ${read.message}`] };
  const statements = read.map((row) => ({
    sql: withoutComments(textOf(row, 'query')),
    calls: Number(row['calls']),
    meanTime: Number(Number(row['mean']).toPrecision(4)),
    rows: Number(row['rows']),
  }));
  return { statements, gaps: [] };
}

/** Comments are kept by pg_stat_statements as they were sent, with whatever an application writes into them. */
const withoutComments = (sql: string): string =>
  sql
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
