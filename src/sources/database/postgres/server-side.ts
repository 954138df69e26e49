import type { RowPolicy, Table } from '../../../model/data.ts';
import type { ServerRoutine } from '../../../model/live-database.ts';
import { notOfExtension, ownNamespace, textOf } from '../ask.ts';
import type { Ask, Row } from '../ask.ts';
import { atCatalogue } from './origins.ts';

/** What the export of statistics leaves out: routines and triggers by name, row security, where the server is. */
export interface ServerSide {
  readonly database: string;
  readonly timeZone: string;
  readonly blockBytes: number;
  readonly routines: readonly ServerRoutine[];
  /** By schema and name of the table. */
  readonly rowSecurity: ReadonlyMap<string, NonNullable<Table['rowSecurity']>>;
}

const serverSql =
  "select current_database() as name, current_setting('TimeZone') as zone, current_setting('block_size') as block";

const routinesSql = `
  select n.nspname as schema, p.proname as name, case p.prokind when 'p' then 'procedure' else 'function' end as kind
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${ownNamespace} and ${notOfExtension('pg_proc', 'p.oid')} order by n.nspname, p.proname, p.oid`;

/** Bits of tgtype: 2 before, 64 instead of; 4 insert, 8 delete, 16 update, 32 truncate. */
const triggersSql = `
  select n.nspname as schema, c.relname as on_table, t.tgname as name,
    concat_ws(' ', case when t.tgtype & 64 > 0 then 'instead of' when t.tgtype & 2 > 0 then 'before' else 'after' end,
      concat_ws(' or ', case when t.tgtype & 4 > 0 then 'insert' end, case when t.tgtype & 16 > 0 then 'update' end,
        case when t.tgtype & 8 > 0 then 'delete' end, case when t.tgtype & 32 > 0 then 'truncate' end)) as happens
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and ${ownNamespace} order by n.nspname, c.relname, t.tgname`;

const securedSql = `
  select n.nspname as schema, c.relname as name, c.relforcerowsecurity as forced
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relrowsecurity and c.relkind in ('r', 'p') and ${ownNamespace} order by 1, 2`;

const policiesSql = `
  select n.nspname as schema, c.relname as on_table, p.polname as name, p.polcmd as command, p.polpermissive as permissive,
    array_to_string(array(select coalesce(quote_ident(r.rolname), 'public') from unnest(p.polroles) o left join pg_roles r on r.oid = o order by 1), ', ') as roles,
    pg_get_expr(p.polqual, p.polrelid) as uses, pg_get_expr(p.polwithcheck, p.polrelid) as checks
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  where ${ownNamespace} order by n.nspname, c.relname, p.polname`;

export async function readServerSide(ask: Ask): Promise<ServerSide> {
  const [server = {}] = await ask(serverSql);
  const routines = (await ask(routinesSql)).map(routineOf);
  const triggers = (await ask(triggersSql)).map(triggerOf);
  const policies = await ask(policiesSql);
  const secured = await ask(securedSql);
  return {
    database: textOf(server, 'name'),
    timeZone: textOf(server, 'zone'),
    blockBytes: Number(server['block'] ?? 8192),
    routines: [...triggers, ...routines],
    rowSecurity: new Map(
      secured.map((row) => {
        const own = policies.filter(
          (each) => each['schema'] === row['schema'] && each['on_table'] === row['name'],
        );
        return [
          `${textOf(row, 'schema')}.${textOf(row, 'name')}`,
          { enabled: true, forced: row['forced'] === 't', policies: own.map(policyOf) },
        ];
      }),
    ),
  };
}

const routineOf = (row: Row): ServerRoutine => ({
  kind: row['kind'] === 'procedure' ? 'procedure' : 'function',
  name: textOf(row, 'name'),
  origin: atCatalogue(textOf(row, 'schema'), textOf(row, 'name')),
});

const triggerOf = (row: Row): ServerRoutine => ({
  kind: 'trigger',
  name: textOf(row, 'name'),
  table: textOf(row, 'on_table'),
  when: textOf(row, 'happens'),
  origin: atCatalogue(textOf(row, 'schema'), textOf(row, 'on_table'), textOf(row, 'name')),
});

const commands: Readonly<Record<string, RowPolicy['command']>> = {
  r: 'select',
  a: 'insert',
  w: 'update',
  d: 'delete',
  '*': 'all',
};

function policyOf(row: Row): RowPolicy {
  const { uses, checks } = row;
  return {
    name: textOf(row, 'name'),
    command: commands[textOf(row, 'command')] ?? 'all',
    roles: textOf(row, 'roles')
      .split(', ')
      .filter((role) => role !== ''),
    ...(typeof uses === 'string' && { using: uses }),
    ...(typeof checks === 'string' && { withCheck: checks }),
    permissive: row['permissive'] === 't',
    origin: atCatalogue(textOf(row, 'schema'), textOf(row, 'on_table'), textOf(row, 'name')),
  };
}
