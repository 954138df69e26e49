import { z } from 'zod';
import type { Row, Session } from './session.ts';

/** A table, a materialized view or a leaf partition as the catalogue knows it. */
export interface Relation {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** Where its blocks are; absent for the parent of partitions. */
  readonly path?: string;
  /** Schema and name of the topmost table it is a partition of; its own otherwise. */
  readonly root: { readonly schema: string; readonly name: string };
  /** How a partition is bounded, as SQL; `DEFAULT` for the default partition. */
  readonly bound?: string;
}

export interface IndexElement {
  /** Absent for an expression. */
  readonly column?: string;
  readonly expression?: string;
  /** What the index itself calls it. */
  readonly name: string;
  readonly type: string;
  readonly operatorClass: string;
  /** Bytes of a value; negative where they vary (pg_type.typlen). */
  readonly length: number;
  /** A value begins at a multiple of so many bytes. */
  readonly alignment: number;
}

export interface CatalogueIndex {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  readonly path?: string;
  /** The table it is on. */
  readonly table: string;
  /** Name of the index of the whole table when this one belongs to a partition. */
  readonly rootName: string;
  readonly method: string;
  readonly elements: readonly IndexElement[];
  /** Elements that are keys; the others are included. */
  readonly keys: number;
  /** Storage parameters, such as `fillfactor`. */
  readonly options: Readonly<Record<string, string>>;
  /** The first key runs from high to low. */
  readonly descending: boolean;
  /**
   * Equal keys share one entry of a B-tree: every operator class says that equal means equal as stored (support
   * function 4, src/backend/access/nbtree/nbtutils.c: _bt_allequalimage).
   */
  readonly deduplicates: boolean;
  /** Keeps a rule of the schema, so it is no matter of choice. */
  readonly constraint: boolean;
  readonly predicate?: string;
}

export interface Catalogue {
  readonly relations: readonly Relation[];
  readonly indexes: readonly CatalogueIndex[];
}

/** oids of the schemas that are not PostgreSQL's own. */
export const ownSchemas = `(select oid from pg_namespace where nspname <> 'information_schema' and nspname not like 'pg\\_%')`;

const relationsSql = `
  select c.oid, n.nspname as schema, c.relname as name, pg_relation_filepath(c.oid) as path,
    rn.nspname as root_schema, r.relname as root_name, pg_get_expr(c.relpartbound, c.oid) as bound
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_class r on r.oid = coalesce(pg_partition_root(c.oid), c.oid)
    join pg_namespace rn on rn.oid = r.relnamespace
  where c.relkind in ('r', 'p', 'm') and c.relnamespace in ${ownSchemas} order by c.oid`;

const indexesSql = `
  select c.oid, n.nspname as schema, c.relname as name, pg_relation_filepath(c.oid) as path, i.indrelid as table,
    r.relname as root_name, am.amname as method, pg_get_expr(i.indpred, i.indrelid) as predicate,
    i.indnkeyatts as keys, array_to_json(c.reloptions) as options, i.indoption[0] & 1 = 1 as descending,
    am.amname = 'btree' and not 'deduplicate_items=off' = any(coalesce(c.reloptions, '{}')) and i.indnatts = i.indnkeyatts and not exists (
      select from unnest(i.indclass, i.indcollation) as k (opclass, coll)
        join pg_opclass o on o.oid = k.opclass
      where not exists (select from pg_amproc p where p.amprocfamily = o.opcfamily and p.amproclefttype = o.opcintype
          and p.amprocrighttype = o.opcintype and p.amprocnum = 4)
        or exists (select from pg_collation c where c.oid = k.coll and not c.collisdeterministic))
      as deduplicates,
    i.indisunique or exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      as constraint,
    (select json_agg(json_build_object('column', ta.attname, 'type', format_type(ia.atttypid, null),
        'operatorClass', coalesce(o.opcname, ''), 'name', ia.attname, 'length', ia.attlen,
        'alignment', case ia.attalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end,
        'expression', case when ta.attname is null then pg_get_indexdef(i.indexrelid, ia.attnum, true) end) order by ia.attnum)
      from pg_attribute ia
        left join pg_attribute ta on ta.attrelid = i.indrelid and ta.attnum = i.indkey[ia.attnum - 1] and ta.attnum > 0
        left join pg_opclass o on ia.attnum <= i.indnkeyatts and o.oid = i.indclass[ia.attnum - 1]
      where ia.attrelid = i.indexrelid) as elements
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_am am on am.oid = c.relam
    join pg_class r on r.oid = coalesce(pg_partition_root(c.oid), c.oid)
  where c.relnamespace in ${ownSchemas} order by c.oid`;

/** Tables and indexes of the user's schemas, in the order in which they were created. */
export async function readCatalogue(session: Session): Promise<Catalogue> {
  const [relations, indexes] = await Promise.all([session.rows(relationsSql), session.rows(indexesSql)]);
  return { relations: relations.map(relation), indexes: indexes.map(index) };
}

/** Indexes of these tables and of their partitions that are newer than one, in the order in which they were made. */
export async function readIndexesOf(
  session: Session,
  tables: readonly string[],
  newerThan: string,
): Promise<readonly CatalogueIndex[]> {
  const sql = indexesSql.replace(
    'order by c.oid',
    'and i.indrelid = any($1::oid[]) and i.indexrelid > $2::oid order by c.oid',
  );
  return (await session.rows(sql, [`{${tables.join(',')}}`, newerThan])).map(index);
}

const text = (row: Row, key: string): string => row[key] ?? '';
const optional = (row: Row, key: string, name = key): Readonly<Record<string, string>> => {
  const value = row[key];
  return value === null || value === undefined ? {} : { [name]: value };
};

function relation(row: Row): Relation {
  return {
    oid: text(row, 'oid'),
    schema: text(row, 'schema'),
    name: text(row, 'name'),
    root: { schema: text(row, 'root_schema'), name: text(row, 'root_name') },
    ...optional(row, 'path'),
    ...optional(row, 'bound'),
  };
}

function index(row: Row): CatalogueIndex {
  return {
    oid: text(row, 'oid'),
    schema: text(row, 'schema'),
    name: text(row, 'name'),
    table: text(row, 'table'),
    rootName: text(row, 'root_name'),
    method: text(row, 'method'),
    keys: Number(row['keys']),
    options: optionsOf(row['options']),
    descending: row['descending'] === 't',
    deduplicates: row['deduplicates'] === 't',
    constraint: row['constraint'] === 't',
    elements: elementsOf(text(row, 'elements')),
    ...optional(row, 'path'),
    ...optional(row, 'predicate'),
  };
}

const elementsSchema = z.array(
  z.object({
    column: z.string().nullable(),
    expression: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    operatorClass: z.string(),
    length: z.number(),
    alignment: z.number(),
  }),
);

/** `["fillfactor=70"]` as names with values. */
const optionsOf = (json: string | null | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    z
      .array(z.string())
      .parse(JSON.parse(json ?? '[]'))
      .map((option) => {
        const at = option.indexOf('=');
        return [option.slice(0, at), option.slice(at + 1)];
      }),
  );

const elementsOf = (json: string): readonly IndexElement[] =>
  elementsSchema.parse(JSON.parse(json)).map(({ column, expression, ...element }) => ({
    ...element,
    ...(column !== null && { column }),
    ...(expression !== null && { expression }),
  }));
