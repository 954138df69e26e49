import { z } from 'zod';
import type { Session } from '../../postgres/session.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** As PostgreSQL prints it; of a generated column, what it is made from. */
  readonly default?: string;
  readonly kind: 'plain' | 'stored' | 'virtual' | 'identity';
}

export interface Constraint {
  readonly name: string;
  /** pg_constraint.contype: c, f, p, u, x, n, t. */
  readonly type: string;
  readonly valid: boolean;
  /** oid of the index it stands on, or '0'. */
  readonly index: string;
  readonly columns: readonly string[];
  readonly definition: string;
}

/** Columns and constraints of one relation. */
export interface Details {
  readonly columns: ReadonlyMap<string, Column>;
  readonly constraints: ReadonlyMap<string, Constraint>;
}

const noDetails: Details = { columns: new Map(), constraints: new Map() };

export type DetailsMap = ReadonlyMap<string, Details>;

const detailsSql = `select json_build_object(
  'columns', (select coalesce(json_agg(json_build_array(a.attrelid::text, a.attnum::text, a.attname,
      format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
      case when a.attidentity <> '' then 'identity' when a.attgenerated = 's' then 'stored'
        when a.attgenerated = 'v' then 'virtual' else 'plain' end) order by a.attrelid, a.attnum), '[]')
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where a.attnum > 0 and not a.attisdropped and a.attrelid = any ($1::text::oid[])),
  'constraints', (select coalesce(json_agg(json_build_array(k.conrelid::text, k.oid::text, k.conname, k.contype, k.convalidated,
      k.conindid::text, (select coalesce(json_agg(a.attname order by p.at), '[]') from unnest(k.conkey) with ordinality p(attnum, at)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum), pg_get_constraintdef(k.oid)) order by k.oid), '[]')
    from pg_constraint k where k.conrelid = any ($1::text::oid[]))) as details`;

const text = z.string();
const detailsSchema = z.object({
  columns: z.array(
    z.tuple([
      text,
      text,
      text,
      text,
      z.boolean(),
      text.nullable(),
      z.enum(['plain', 'stored', 'virtual', 'identity']),
    ]),
  ),
  constraints: z.array(z.tuple([text, text, text, text, z.boolean(), text, z.array(text), text])),
});

/** Columns (by attnum) and constraints (by oid) of the relations with these oids. */
export async function readDetails(
  session: Pick<Session, 'rows'>,
  oids: readonly string[],
): Promise<DetailsMap> {
  if (oids.length === 0) return new Map();
  const [row] = await session.rows(detailsSql, [`{${oids.join(',')}}`]);
  const read = detailsSchema.parse(JSON.parse(row?.['details'] ?? 'null'));
  const columns = new Map<string, Map<string, Column>>();
  for (const [oid, number, name, type, required, value, kind] of read.columns)
    entry(columns, oid).set(number, {
      name,
      type,
      required,
      kind,
      ...(value !== null && { default: value }),
    });
  const constraints = new Map<string, Map<string, Constraint>>();
  for (const [oid, id, name, type, valid, index, keys, definition] of read.constraints)
    entry(constraints, oid).set(id, { name, type, valid, index, columns: keys, definition });
  return new Map(
    oids.map((oid) => [
      oid,
      {
        columns: columns.get(oid) ?? noDetails.columns,
        constraints: constraints.get(oid) ?? noDetails.constraints,
      },
    ]),
  );
}

function entry<T>(map: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const found = map.get(key) ?? new Map<string, T>();
  map.set(key, found);
  return found;
}
