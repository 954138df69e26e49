import type { Row, Session } from '../session.ts';

const columnsSql = `
  select a.attrelid as relation, a.attname as name, a.attnum as number, format_type(a.atttypid, a.atttypmod) as type
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'm', 'i', 'I')
    and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
  order by a.attrelid, a.attnum`;

export interface SchemaColumn {
  readonly name: string;
  readonly number: number;
  readonly type: string;
}

/** Columns of every relation, by its oid. */
export async function readColumns(session: Session): Promise<ReadonlyMap<string, readonly SchemaColumn[]>> {
  const found = new Map<string, SchemaColumn[]>();
  // Names of types carry their schema, as in an export, whatever path the schema set.
  await session.script('begin; set local search_path = pg_catalog');
  const rows = await session.rows(columnsSql);
  await session.script('commit');
  for (const row of rows) {
    const relation = text(row, 'relation');
    const columns = found.get(relation) ?? [];
    found.set(relation, columns);
    columns.push({ name: text(row, 'name'), number: Number(row['number']), type: text(row, 'type') });
  }
  return found;
}

const text = (row: Row, key: string): string => row[key] ?? '';
