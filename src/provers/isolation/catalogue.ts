import type { Session } from '../postgres/session.ts';

/** What has to be known of a table to show it to statements row by row. */
export interface WatchedTable {
  /** As SQL writes it, quoted and qualified where it must be. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns a row is written with: all but those that are computed. */
  readonly written: readonly string[];
  readonly uniques: readonly UniqueIndex[];
  /** Tables with a foreign key to it. */
  readonly referrers: readonly string[];
}

export interface UniqueIndex {
  readonly name: string;
  /** An expression over a row that is equal for two rows exactly when they collide; null when the row cannot. */
  readonly key: string;
}

export interface Watched {
  readonly tables: ReadonlyMap<string, WatchedTable>;
  readonly sequences: readonly string[];
}

const own = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

export async function readWatched(session: Session): Promise<Watched> {
  const columns = await session.rows(
    `select c.oid::regclass::text as name, quote_ident(a.attname) as "column", a.attgenerated as generated
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relpersistence = 'p' and ${own} order by c.oid, a.attnum`,
  );
  const indexes = await session.rows(
    `select i.indrelid::regclass::text as name, i.indexrelid::regclass::text as index,
       string_agg(pg_get_indexdef(i.indexrelid, k, false), ', ' order by k) as keys,
       i.indnullsnotdistinct as nulls, pg_get_expr(i.indpred, i.indrelid) as predicate
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace,
       generate_series(1, i.indnkeyatts) as k
     where i.indisunique and c.relkind = 'r' and ${own}
     group by 1, i.indexrelid, 4, 5 order by 1, i.indexrelid`,
  );
  const keys = await session.rows(
    `select confrelid::regclass::text as name, conrelid::regclass::text as referrer
     from pg_constraint where contype = 'f' and conrelid <> confrelid`,
  );
  const tables = new Map<string, WatchedTable>();
  for (const { name, column, generated } of columns) {
    if (name === null || name === undefined) continue;
    const { columns: all = [], written = [] } = tables.get(name) ?? {};
    const here = column === null || column === undefined ? [] : [column];
    const uniques = indexes.flatMap((row) => (row['name'] === name ? [uniqueOf(row)] : []));
    tables.set(name, {
      name,
      columns: [...all, ...here],
      written: [...written, ...(generated === '' ? here : [])],
      uniques,
      referrers: keys.flatMap(({ name: to, referrer }) => (to === name && referrer ? [referrer] : [])),
    });
  }
  const sequences = await session.rows(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${own} order by c.oid`,
  );
  return { tables, sequences: sequences.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])) };
}

function uniqueOf(row: Readonly<Record<string, string | null>>): UniqueIndex {
  const keys = row['keys'] ?? 'null';
  const met = row['predicate'] ?? 'true';
  const whole = row['nulls'] === 't' ? 'true' : `row(${keys}) is not null`;
  return { name: row['index'] ?? '', key: `case when (${met}) and ${whole} then row(${keys})::text end` };
}
