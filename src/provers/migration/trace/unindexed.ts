import type { Session } from '../../postgres/session.ts';
import { relationNameSql } from './state.ts';
import { z } from 'zod';

/** A foreign key without an index that begins with its columns. */
export interface UnindexedKey {
  readonly relation: string;
  readonly columns: readonly string[];
  readonly references: string;
  /** The table was there before the migration. */
  readonly existing: boolean;
}

const unindexedSql = `select ${relationNameSql('c', 'n')} as relation, ${relationNameSql('r', 'rn')} as target, c.oid::text as oid,
    (select json_agg(a.attname order by p.at) from unnest(k.conkey) with ordinality p(attnum, at)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.attnum)::text as columns
  from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
  where k.contype = 'f' and k.conparentid = 0 and not exists (select from pg_index i
    where i.indrelid = k.conrelid and i.indpred is null and i.indisvalid
      and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
  order by k.oid`;

export async function readUnindexedKeys(
  session: Session,
  base: ReadonlySet<string>,
): Promise<readonly UnindexedKey[]> {
  const rows = await session.rows(unindexedSql);
  return rows.map(({ relation, target, oid, columns }) => ({
    relation: relation ?? '',
    references: target ?? '',
    existing: base.has(oid ?? ''),
    columns: z.array(z.string()).parse(JSON.parse(columns ?? '[]')),
  }));
}
