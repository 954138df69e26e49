import { quoteText } from '../../artifacts/sql-names.ts';
import type { Session } from '../postgres/session.ts';

/** Sessions that know the question of the catalogue already: to plan it takes longer than to answer it. */
const prepared = new WeakMap<Session, Set<string>>();

interface Known {
  readonly text: string;
  readonly tables: readonly string[];
}

async function known(session: Session, schemas: readonly string[], views: boolean): Promise<Known> {
  const names = prepared.get(session) ?? new Set();
  prepared.set(session, names);
  const name = `"digest ${views ? 'with' : 'without'} views of ${schemas.join(' ').replaceAll('"', '')}"`
    .slice(0, 60)
    .replace(/"?$/, '"');
  if (!names.has(name))
    await session.run(`prepare ${name} as ${catalogue(schemas.map(quoteText).join(', '), views)}`);
  names.add(name);
  const [row] = await session.rows(`execute ${name}`);
  return {
    text: row?.['text'] ?? '',
    tables: (row?.['tables'] ?? '').split('\n').filter((table) => table !== ''),
  };
}

/**
 * Everything a conversion may change, as one text: what the catalogue knows, and the rows whatever their order.
 * @param others SQL of rows that lie elsewhere
 * @param views what views say, beside that they are there: to print it takes longer than all the rest
 */
export async function digest(
  session: Session,
  schemas: readonly string[],
  others: readonly string[] = [],
  views = true,
): Promise<string> {
  const { text, tables } = await known(session, schemas, views);
  const relations = [...tables, ...others];
  if (relations.length === 0) return text;
  const parts = relations.map(
    (name) =>
      `select '${name.replaceAll("'", "''")} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text collate "C")), '') as line from ${name} as t`,
  );
  const rows = await session.rows(parts.join(' union all '));
  return [text, ...rows.map(({ line }) => line ?? '')].join('\n');
}

/** Each part goes from the few relations of the schemas to their parts: the catalogue itself is a hundred times larger. */
const catalogue = (schemas: string, views: boolean): string => `with mine as materialized (
  select c.oid, c.relkind, format('%I.%I', n.nspname, c.relname) as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in (${schemas})
) select string_agg(line, e'\\n' order by line collate "C") as text,
  (select array_to_string(array_agg(name order by name collate "C") filter (where relkind = 'r'), e'\\n') from mine) as tables from (
  select 'relation ' || name || ' ' || relkind::text as line from mine
  union all select 'column ' || name || ' ' || line from mine cross join lateral (
    select a.attname::text || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text || a.attidentity::text
      || coalesce((select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum), '') as line
    from pg_attribute a where a.attrelid = mine.oid and a.attnum > 0 and not a.attisdropped offset 0) as columns where relkind in ('r', 'v')
  union all select 'constraint ' || name || ' ' || line from mine cross join lateral (
    select k.conname::text || ' ' || pg_get_constraintdef(k.oid) || k.convalidated::text as line
    from pg_constraint k where k.conrelid = mine.oid offset 0) as constraints where relkind = 'r'
  union all select 'index ' || pg_get_indexdef(oid) from mine where relkind = 'i'
${views ? "  union all select 'view ' || name || md5(pg_get_viewdef(oid)) from mine where relkind = 'v'\n" : ''}  union all select 'trigger ' || line from mine cross join lateral (
    select pg_get_triggerdef(g.oid) as line from pg_trigger g where g.tgrelid = mine.oid and not g.tgisinternal offset 0) as triggers where relkind = 'r'
  union all select 'function ' || p.proname::text || md5(p.prosrc) from pg_namespace n cross join lateral (
    select proname, prosrc from pg_proc where pronamespace = n.oid offset 0) as p where n.nspname in (${schemas})
  union all select 'label ' || e.enumtypid::regtype::text || e.enumlabel::text || e.enumsortorder::text from pg_enum e
  union all select 'counter ' || name || coalesce(pg_sequence_last_value(oid), 0)::text from mine where relkind = 'S'
) as lines`;
