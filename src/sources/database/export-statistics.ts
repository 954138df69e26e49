import type { DatabaseStatistics, ValuesKept } from '../../model/database-statistics.ts';
import { textOf } from './ask.ts';
import type { Ask } from './ask.ts';
import { readExtended } from './extended.ts';
import { ConnectionProblem } from './problem.ts';
import { readRelations } from './relations.ts';
import { tablesSqlOf } from './schema-tables.ts';
import { typesSql } from './schema-types.ts';
import { readStatements } from './statements.ts';

/** Oldest server whose catalogue has everything that is asked for. */
const oldest = 120_000;

const serverSql = `
  select current_setting('server_version') as version, current_setting('server_version_num') as number,
    current_setting('server_encoding') as encoding, current_setting('block_size') as block,
    case to_jsonb(d)->>'datlocprovider' when 'b' then 'C'
      when 'i' then 'icu ' || coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', '')
      else d.datcollate end as collation
  from pg_database d where d.datname = current_database()`;

/** Settings the planner reads; the path by which names are found belongs to them. */
const settingsSql = `
  select s.name, current_setting(s.name) as value from pg_settings s
  where s.category like 'Query Tuning%' or s.name in ('work_mem', 'hash_mem_multiplier', 'max_parallel_workers',
    'max_parallel_workers_per_gather', 'parallel_leader_participation', 'search_path', 'effective_io_concurrency')
  order by s.name`;

/**
 * What a server knows of its data, read from the catalogue alone: no table of the user is opened. The connection must
 * be inside a transaction; `ask` may be any PostgreSQL.
 */
export async function exportStatistics(ask: Ask, values: ValuesKept): Promise<DatabaseStatistics> {
  const [server] = await ask(serverSql);
  if (server === undefined) throw new Error('the server does not tell its version');
  const versionNumber = Number(server['number']);
  if (versionNumber < oldest)
    throw new ConnectionProblem(
      `PostgreSQL ${textOf(server, 'version')} is too old`,
      '12 is the oldest whose catalogue can be read.',
    );
  const settings = await ask(settingsSql);
  // Names in definitions carry their schema only when it is not on the path.
  await ask('set local search_path = pg_catalog');
  const types = await typesSql(ask);
  const tables = await tablesSqlOf(ask);
  const { relations, gaps } = await readRelations(ask, values);
  const extended = await readExtended(ask, values);
  const recorded = await readStatements(ask);
  const block = textOf(server, 'block');
  return {
    kind: 'postgresql-statistics',
    schemaVersion: 1,
    server: {
      version: textOf(server, 'version'),
      versionNumber,
      encoding: textOf(server, 'encoding'),
      collation: textOf(server, 'collation'),
    },
    values,
    settings: Object.fromEntries(settings.map((row) => [textOf(row, 'name'), textOf(row, 'value')])),
    schema: [...types.statements, ...tables.statements],
    relations,
    extended,
    statements: recorded.statements,
    gaps: [
      ...(block === '8192'
        ? []
        : [`its pages are ${block} bytes, the planner here counts 8192: costs differ`]),
      ...types.gaps,
      ...tables.gaps,
      ...gaps,
      ...recorded.gaps,
    ],
  };
}
