import { z } from 'zod';
import type { Session } from '../../postgres/session.ts';
import { readDetails } from './details.ts';
import type { Column } from './details.ts';
import { relationNameSql } from './state.ts';

/** An index or constraint that stands on columns of a table. */
export interface Attached {
  readonly name: string;
  readonly columns: readonly string[];
  /** As PostgreSQL prints it: `CREATE INDEX …`, `CHECK (…)`, `FOREIGN KEY …`. */
  readonly definition: string;
  /** Of an index: the unique constraint that owns it, with its definition. */
  readonly owner?: string;
}

/** What a table is made of before the migration, as far as steps in place of a statement have to know it. */
export interface TableShape {
  readonly kind: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** The primary key, if it is one column. */
  readonly key?: { readonly name: string; readonly type: string };
  readonly indexes: readonly Attached[];
  /** Checks and foreign keys. */
  readonly constraints: readonly Attached[];
  /** Why a column cannot be replaced by another one step by step, by name. */
  readonly fixed: ReadonlyMap<string, string>;
}

/** By the names that observations use. */
export type Shapes = ReadonlyMap<string, TableShape>;

const names = (numbers: string): string =>
  `(select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a where a.attrelid = c.oid and a.attnum = any (${numbers}) and a.attnum > 0)`;

const dependsOn = `p.refclassid = 'pg_class'::regclass and p.refobjid = c.oid and p.refobjsubid > 0`;

const shapesSql = `select c.oid::text as oid, ${relationNameSql('c', 'n')} as name, c.relkind as kind, json_build_object(
  'indexes', (select coalesce(json_agg(json_build_object('name', i.relname, 'definition', pg_get_indexdef(i.oid),
      'columns', (select coalesce(json_agg(distinct a.attname), '[]') from pg_depend p join pg_attribute a on a.attrelid = c.oid and a.attnum = p.refobjsubid
        where p.classid = 'pg_class'::regclass and p.objid = i.oid and ${dependsOn}
          or k.oid is not null and a.attnum = any (k.conkey)),
      'owner', pg_get_constraintdef(k.oid)) order by i.oid), '[]')
    from pg_index x join pg_class i on i.oid = x.indexrelid left join pg_constraint k on k.conindid = i.oid and k.conrelid = c.oid and k.contype in ('u', 'p', 'x')
    where x.indrelid = c.oid),
  'constraints', (select coalesce(json_agg(json_build_object('name', k.conname, 'definition', pg_get_constraintdef(k.oid),
      'columns', ${names('k.conkey')}) order by k.oid), '[]') from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f')),
  'key', (select ${names('k.conkey')} from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'),
  'fixed', (select coalesce(json_agg(json_build_array(a.attname, f.why) order by a.attnum), '[]') from pg_attribute a join (
      select unnest(k.conkey) as number, 'it is part of the primary key' as why from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'
      union all select unnest(k.confkey), 'the foreign key ' || k.conname || ' refers to it' from pg_constraint k where k.confrelid = c.oid and k.contype = 'f'
      union all select unnest(k.conkey), 'the exclusion constraint ' || k.conname || ' stands on it' from pg_constraint k where k.conrelid = c.oid and k.contype = 'x'
      union all select unnest(t.partattrs::int2[]), 'the partitions are chosen by it' from pg_partitioned_table t where t.partrelid = c.oid
      union all select p.refobjsubid, case p.classid when 'pg_rewrite'::regclass then 'a view or rule reads it'
          when 'pg_policy'::regclass then 'a policy reads it' when 'pg_trigger'::regclass then 'a trigger names it' else 'extended statistics cover it' end
        from pg_depend p where ${dependsOn} and p.classid in ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_statistic_ext'::regclass)
      union all select p.refobjsubid, 'a generated column is made from it' from pg_depend p join pg_attrdef d on d.oid = p.objid
        where p.classid = 'pg_attrdef'::regclass and ${dependsOn} and d.adnum <> p.refobjsubid
    ) f on f.number = a.attnum where a.attrelid = c.oid)) as shape
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = any ($1::text::oid[])`;

const attached = z.array(
  z.object({
    name: z.string(),
    definition: z.string(),
    columns: z.array(z.string()),
    owner: z.string().nullish(),
  }),
);
const shapeSchema = z.object({
  indexes: attached,
  constraints: attached,
  key: z.array(z.string()).nullable(),
  fixed: z.array(z.tuple([z.string(), z.string()])),
});

/** Shapes of the tables with these oids. */
export async function readShapes(session: Session, oids: readonly string[]): Promise<Shapes> {
  if (oids.length === 0) return new Map();
  const rows = await session.rows(shapesSql, [`{${oids.join(',')}}`]);
  const details = await readDetails(session, oids);
  return new Map(
    rows.map(({ oid, name, kind, shape }) => {
      const { indexes, constraints, key, fixed } = shapeSchema.parse(JSON.parse(shape ?? 'null'));
      const columns = new Map(
        [...(details.get(oid ?? '')?.columns.values() ?? [])].map((column) => [column.name, column] as const),
      );
      const [only, ...more] = key ?? [];
      const type = only === undefined ? undefined : columns.get(only)?.type;
      return [
        name ?? '',
        {
          kind: kind ?? 'r',
          columns,
          ...(only !== undefined && type !== undefined && more.length === 0 && { key: { name: only, type } }),
          indexes: indexes.map(withOwner),
          constraints: constraints.map(withOwner),
          fixed: new Map(fixed),
        },
      ];
    }),
  );
}

const withOwner = ({ owner, ...rest }: z.infer<typeof attached>[number]): Attached =>
  owner === null || owner === undefined ? rest : { ...rest, owner };
