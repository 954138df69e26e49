import { z } from 'zod';
import type { Session } from '../session.ts';

/** What a row has to satisfy, as the catalogue knows it. All names are unquoted. */
export interface ColumnFacts {
  readonly name: string;
  /** As format_type prints it; of a domain, its base type decides which values are tried. */
  readonly type: string;
  readonly base: string;
  readonly nullable: boolean;
  /** PostgreSQL gives the value itself: identity, sequence. */
  readonly automatic: boolean;
  readonly labels: readonly string[];
  /** Expression of a generated column, and the columns it is made from. */
  readonly generated?: string;
  readonly from: readonly string[];
}

export interface KeyFacts {
  readonly name: string;
  /** SQL expressions; plain columns are quoted names. */
  readonly expressions: readonly string[];
  readonly columns: readonly string[];
  readonly predicate?: string;
}

export interface ReferenceFacts {
  readonly name: string;
  readonly columns: readonly string[];
  /** oid. */
  readonly target: string;
  readonly targetColumns: readonly string[];
}

export interface CheckFacts {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly string[];
}

export interface TableFacts {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly ColumnFacts[];
  readonly checks: readonly CheckFacts[];
  readonly keys: readonly KeyFacts[];
  readonly references: readonly ReferenceFacts[];
}

const names = z.array(z.string());
const tableSchema = z.object({
  oid: z.string(),
  schema: z.string(),
  name: z.string(),
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      base: z.string(),
      nullable: z.boolean(),
      automatic: z.boolean(),
      labels: names,
      generated: z.string().nullable(),
      from: names,
    }),
  ),
  checks: z.array(z.object({ name: z.string(), sql: z.string(), columns: names })),
  keys: z.array(
    z.object({ name: z.string(), expressions: names, columns: names, predicate: z.string().nullable() }),
  ),
  references: z.array(
    z.object({ name: z.string(), columns: names, target: z.string(), targetColumns: names }),
  ),
});

const attributes = (relation: string, numbers: string): string =>
  `(select coalesce(json_agg(a.attname order by part.at), '[]') from unnest(${numbers}) with ordinality part(attnum, at)
    join pg_attribute a on a.attrelid = ${relation} and a.attnum = part.attnum)`;

const factsSql = `
select json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.relname,
  'columns', (select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'base', case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) else format_type(a.atttypid, a.atttypmod) end,
      'nullable', not a.attnotnull, 'automatic', a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false),
      'labels', (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e where e.enumtypid = a.atttypid),
      'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
      'from', (select coalesce(json_agg(distinct u.attname), '[]') from pg_depend p join pg_attribute u
          on u.attrelid = c.oid and u.attnum = p.refobjsubid
        where a.attgenerated <> '' and p.classid = 'pg_attrdef'::regclass and p.objid = d.oid
          and p.refobjid = c.oid and p.refobjsubid > 0 and p.refobjsubid <> a.attnum)) order by a.attnum), '[]')
    from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
  'checks', (select coalesce(json_agg(json_build_object('name', k.conname, 'sql', pg_get_expr(k.conbin, k.conrelid),
      'columns', ${attributes('c.oid', 'k.conkey')}) order by k.conname), '[]')
    from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'),
  'keys', (select coalesce(json_agg(json_build_object('name', ic.relname,
      'expressions', (select json_agg(pg_get_indexdef(i.indexrelid, s, true) order by s) from generate_series(1, i.indnkeyatts) s),
      'columns', (select coalesce(json_agg(distinct u.attname), '[]') from pg_attribute u where u.attrelid = c.oid and u.attnum > 0
        and (u.attnum = any (i.indkey) or exists (select from pg_depend p where p.classid = 'pg_class'::regclass
          and p.objid = i.indexrelid and p.refobjid = c.oid and p.refobjsubid = u.attnum))),
      'predicate', pg_get_expr(i.indpred, i.indrelid)) order by ic.oid), '[]')
    from pg_index i join pg_class ic on ic.oid = i.indexrelid where i.indrelid = c.oid and i.indisunique),
  'references', (select coalesce(json_agg(json_build_object('name', k.conname, 'target', k.confrelid::text,
      'columns', ${attributes('c.oid', 'k.conkey')}, 'targetColumns', ${attributes('k.confrelid', 'k.confkey')})
      order by k.conname), '[]')
    from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0)) as facts
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition
  and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
order by c.oid`;

/** Every table of the user's schemas that is no partition, in the order of creation. */
export async function readTableFacts(session: Session): Promise<readonly TableFacts[]> {
  const rows = await session.rows(factsSql);
  return rows.map(({ facts }) => {
    const table = tableSchema.parse(JSON.parse(facts ?? 'null'));
    return {
      ...table,
      columns: table.columns.map(({ generated, ...column }) => ({
        ...column,
        ...(generated !== null && { generated }),
      })),
      keys: table.keys.map(({ predicate, ...key }) => ({ ...key, ...(predicate !== null && { predicate }) })),
    };
  });
}

/** Columns of the table whose names stand in an expression. */
export function columnsIn(table: TableFacts, sql: string): readonly string[] {
  const words = new Set(sql.replace(/'(?:[^']|'')*'/g, ' ').match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  return table.columns.map(({ name }) => name).filter((name) => words.has(name));
}
