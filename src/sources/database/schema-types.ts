import { notOfExtension, ownNamespace, textOf } from './ask.ts';
import type { Ask } from './ask.ts';

const extensionsSql = `
  select format('create schema if not exists %I', n.nspname) as schema_sql,
    format('create extension if not exists %I with schema %I', e.extname, n.nspname) as sql
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  where e.extname <> 'plpgsql' and n.nspname <> 'pg_catalog' order by e.oid`;

const schemasSql = `
  select format('create schema if not exists %I', n.nspname) as sql from pg_namespace n
  where ${ownNamespace} and ${notOfExtension('pg_namespace', 'n.oid')} order by n.oid`;

const enumsSql = `
  select format('create type %I.%I as enum (%s)', n.nspname, t.typname,
    string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)) as sql
  from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_enum e on e.enumtypid = t.oid
  where ${ownNamespace} and ${notOfExtension('pg_type', 't.oid')} group by n.nspname, t.typname, t.oid order by t.oid`;

const collationsSql = `
  select format('create collation %I.%I (provider = %s, locale = %L%s)', n.nspname, c.collname,
    case c.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
    coalesce(to_jsonb(c)->>'colllocale', to_jsonb(c)->>'colliculocale', c.collcollate),
    case when c.collisdeterministic then '' else ', deterministic = false' end) as sql
  from pg_collation c join pg_namespace n on n.oid = c.collnamespace
  where ${ownNamespace} and ${notOfExtension('pg_collation', 'c.oid')} order by c.oid`;

const compositesSql = `
  select format('create type %I.%I as (%s)', n.nspname, t.typname,
    (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) as sql
  from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_class c on c.oid = t.typrelid
  where c.relkind = 'c' and ${ownNamespace} and ${notOfExtension('pg_type', 't.oid')} order by t.oid`;

const rangesSql = `
  select format('create type %I.%I as range (subtype = %s)', n.nspname, t.typname, format_type(r.rngsubtype, null)) as sql
  from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
  where ${ownNamespace} and ${notOfExtension('pg_type', 't.oid')} order by t.oid`;

const domainsSql = `
  select format('create domain %I.%I as %s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod))
      || case when t.typdefault is null then '' else ' default ' || t.typdefault end
      || case when t.typnotnull then ' not null' else '' end
      || coalesce((select string_agg(format(' constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.oid)
        from pg_constraint k where k.contypid = t.oid and k.contype = 'c'), '') as sql
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'd' and ${ownNamespace} and ${notOfExtension('pg_type', 't.oid')} order by t.oid`;

const sequencesSql = `
  select format('create sequence %I.%I', n.nspname, c.relname) as sql
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'S' and ${ownNamespace} and ${notOfExtension('pg_class', 'c.oid')}
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
  order by c.oid`;

const functionsSql = `
  select pg_get_functiondef(p.oid) as sql
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where p.prokind in ('f', 'p') and l.lanname in ('sql', 'plpgsql') and ${ownNamespace}
    and ${notOfExtension('pg_proc', 'p.oid')} order by p.oid`;

const foreignFunctionsSql = `
  select n.nspname || '.' || p.proname || ' (' || l.lanname || ')' as name
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  where (p.prokind not in ('f', 'p') or l.lanname not in ('sql', 'plpgsql')) and ${ownNamespace}
    and ${notOfExtension('pg_proc', 'p.oid')} order by 1`;

/** Extensions, schemas, types, sequences and functions of the user: what tables are made of. */
export async function typesSql(
  ask: Ask,
): Promise<{ readonly statements: readonly string[]; readonly gaps: readonly string[] }> {
  const statements: string[] = [];
  const extensions = await ask(extensionsSql);
  for (const row of extensions) {
    const schema = textOf(row, 'schema_sql');
    statements.push(...(statements.includes(schema) ? [] : [schema]), textOf(row, 'sql'));
  }
  for (const sql of [
    schemasSql,
    collationsSql,
    enumsSql,
    compositesSql,
    rangesSql,
    domainsSql,
    sequencesSql,
    functionsSql,
  ])
    statements.push(...(await ask(sql)).map((row) => textOf(row, 'sql').trim()));
  const left = (await ask(foreignFunctionsSql)).map((row) => textOf(row, 'name'));
  const gaps = left.length === 0 ? [] : [`functions left out of the schema: ${left.join(', ')}`];
  return { statements: [...new Set(statements)], gaps };
}
