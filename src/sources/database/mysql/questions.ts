import { textOf } from '../ask.ts';
import type { Ask, Row } from '../ask.ts';

/** Views of information_schema about the database of the connection; no table of the user is opened. */
const questions = {
  server:
    "select version() as version, @@version_comment as comment, database() as name, @@sql_mode as modes, if(@@time_zone = 'SYSTEM', @@system_time_zone, @@time_zone) as zone",
  schema: 'select * from information_schema.schemata where schema_name = database()',
  tables: `select table_name as name, table_type as type, engine, table_rows as estimate, data_length as bytes,
      index_length as index_bytes, auto_increment as next_value, table_collation as collation, table_comment as remark
    from information_schema.tables where table_schema = database() order by table_name`,
  columns:
    'select * from information_schema.columns where table_schema = database() order by table_name, ordinal_position',
  indexes:
    'select * from information_schema.statistics where table_schema = database() order by table_name, index_name, seq_in_index',
  references: `select k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema, k.referenced_table_name,
      k.referenced_column_name, r.update_rule, r.delete_rule
    from information_schema.key_column_usage k join information_schema.referential_constraints r
      on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name and r.table_name = k.table_name
    where k.table_schema = database() and k.referenced_table_name is not null
    order by k.table_name, k.constraint_name, k.ordinal_position`,
  views:
    'select table_name as name, security_type as security from information_schema.views where table_schema = database() order by table_name',
  routines:
    'select routine_name as name, routine_type as type from information_schema.routines where routine_schema = database() order by routine_type, routine_name',
  triggers: `select trigger_name as name, event_object_table as on_table, action_timing as timing, event_manipulation as event
    from information_schema.triggers where trigger_schema = database() order by trigger_name`,
  events: `select event_name as name, interval_value as every, interval_field as unit
    from information_schema.events where event_schema = database() order by event_name`,
} as const;

/** Servers before MySQL 8.0.16 and MariaDB 10.2 have no checks to tell of. */
const checksSql =
  'select * from information_schema.check_constraints where constraint_schema = database() order by constraint_name';
const checkedTablesSql =
  "select table_name, constraint_name from information_schema.table_constraints where table_schema = database() and constraint_type = 'CHECK' order by table_name, constraint_name";

export type Answers = Readonly<
  Record<keyof typeof questions | 'checks' | 'checkedTables', readonly Row[]>
> & {
  /** Statements that would make the tables anew, where only they tell of foreign keys. */
  readonly definitions: readonly string[];
  /** What the server does not have or does not show. */
  readonly refused: readonly { readonly what: string; readonly why: string }[];
};

/** All answers, within one transaction. What is not essential may be refused. */
export async function askQuestions(ask: Ask): Promise<Answers> {
  const refused: { what: string; why: string }[] = [];
  const tryTo = async (what: string, sql: string): Promise<readonly Row[]> => {
    try {
      return await ask(sql);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused.push({ what, why: error.message });
      return [];
    }
  };
  const tables = await ask(questions.tables);
  const references = await ask(questions.references);
  return {
    server: await ask(questions.server),
    schema: await ask(questions.schema),
    tables,
    columns: await ask(questions.columns),
    indexes: await ask(questions.indexes),
    references,
    definitions: references.length > 0 ? [] : await definitionsOf(tables, tryTo),
    views: await tryTo('views', questions.views),
    routines: await tryTo('routines', questions.routines),
    triggers: await tryTo('triggers', questions.triggers),
    events: await tryTo('events', questions.events),
    checks: await tryTo('check constraints', checksSql),
    checkedTables: await tryTo('check constraints', checkedTablesSql),
    refused,
  };
}

/**
 * MariaDB shows foreign keys in information_schema only to users that may do more than read; the definition of a table
 * it shows to whoever may read it.
 */
async function definitionsOf(
  tables: readonly Row[],
  ask: (what: string, sql: string) => Promise<readonly Row[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, engine, type } of tables) {
    if (type !== 'BASE TABLE' || engine?.toLowerCase() === 'myisam' || typeof name !== 'string') continue;
    const rows = await ask(`foreign keys of ${name}`, `show create table \`${name.replaceAll('`', '``')}\``);
    found.push(...rows.map((row) => textOf(row, 'create table')));
  }
  return found;
}

/** The server said no; a connection that broke is another matter. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('ER_');
