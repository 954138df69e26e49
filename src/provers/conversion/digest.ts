import type { Session } from '../postgres/session.ts';

const schemas = `('public', 'legacy', 'quarantine')`;

/** Everything a conversion may change, as one text: what the catalogue knows, and the rows whatever their order. */
export async function digest(session: Session): Promise<string> {
  const [known] = await session.rows(catalogue);
  const tables = await session.rows(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ${schemas} order by 1`,
  );
  if (tables.length === 0) return known?.['text'] ?? '';
  const parts = tables.map(
    ({ name }) =>
      `select '${(name ?? '').replaceAll("'", "''")} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, e'\\n' order by t::text collate "C")), '') as line from ${name ?? ''} as t`,
  );
  const rows = await session.rows(parts.join(' union all '));
  return [known?.['text'] ?? '', ...rows.map(({ line }) => line ?? '')].join('\n');
}

const named = `format('%I.%I', n.nspname, c.relname)`;
const from = `from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname in ${schemas}`;

const catalogue = `select string_agg(line, e'\\n' order by line collate "C") as text from (
  select 'relation ' || ${named} || ' ' || c.relkind::text as line ${from}
  union all select 'column ' || ${named} || ' ' || a.attname::text || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text
    || a.attidentity::text || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
    ${from} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind in ('r', 'v')
  union all select 'constraint ' || ${named} || ' ' || k.conname::text || ' ' || pg_get_constraintdef(k.oid) || k.convalidated::text
    ${from} join pg_constraint k on k.conrelid = c.oid
  union all select 'index ' || pg_get_indexdef(c.oid) ${from} where c.relkind = 'i'
  union all select 'view ' || ${named} || md5(pg_get_viewdef(c.oid)) ${from} where c.relkind = 'v'
  union all select 'trigger ' || pg_get_triggerdef(g.oid) ${from} join pg_trigger g on g.tgrelid = c.oid and not g.tgisinternal
  union all select 'function ' || p.proname::text || md5(p.prosrc) from pg_proc p join pg_namespace n on n.oid = p.pronamespace and n.nspname in ${schemas}
  union all select 'label ' || e.enumtypid::regtype::text || e.enumlabel::text || e.enumsortorder::text from pg_enum e
  union all select 'counter ' || s.schemaname::text || s.sequencename::text || coalesce(s.last_value, 0)::text from pg_sequences s where s.schemaname in ${schemas}
) as lines`;
