import type { Table } from '../model/data.ts';
import { objectName } from '../model/object-name.ts';

/**
 * Key words of PostgreSQL 18 that are not "unreserved": used as an identifier they need quotes somewhere, and
 * quote_ident() quotes exactly these. Source: `select word from pg_get_keywords() where catcode <> 'U'`; a test
 * compares the list with the embedded engine.
 */
const keywords: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both ' +
    'case cast char character check coalesce collate collation column concurrently constraint create cross ' +
    'current_catalog current_date current_role current_schema current_time current_timestamp current_user dec ' +
    'decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign ' +
    'freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect ' +
    'interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query ' +
    'json_scalar json_serialize json_table json_value lateral leading least left like limit localtime ' +
    'localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on ' +
    'only or order out outer overlaps overlay placing position precision primary real references returning right ' +
    'row select session_user setof similar smallint some substring symmetric system_user table tablesample then ' +
    'time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where ' +
    'window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot ' +
    'xmlserialize xmltable'
  ).split(' '),
);

export const isKeyword = (word: string): boolean => keywords.has(word);

/** The identifier as it must stand in SQL: quoted only where PostgreSQL would read it differently without. */
export const quoteName = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !keywords.has(name) ? name : `"${name.replaceAll('"', '""')}"`;

export const quoteNames = (names: readonly string[]): string => names.map(quoteName).join(', ');

/** A name with its schema before a dot, quoted part by part. */
export const sqlName = (name: string): string => name.split('.').map(quoteName).join('.');

/** A string literal under standard_conforming_strings; NUL cannot be stored by PostgreSQL and is left out. */
export const quoteText = (text: string): string => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`;

/** A literal, or the word for nothing: quote_nullable() of PostgreSQL. */
export const quoteNullable = (text: string | null): string => (text === null ? 'null' : quoteText(text));

/** `schema.name`, each part quoted where needed. */
export const qualifiedName = (table: Pick<Table, 'name' | 'schema'>): string =>
  table.schema === undefined ? quoteName(table.name) : `${quoteName(table.schema)}.${quoteName(table.name)}`;

/** How other parts of the model refer to a table: by name, or `schema.name` outside the default schema. */
export const tableKey = (table: Pick<Table, 'name' | 'schema'>): string =>
  table.schema === undefined || table.schema === 'public' ? table.name : `${table.schema}.${table.name}`;

/** Finds the table a reference means; a bare name also finds a table of another schema when it is the only one. */
export function findTable(tables: readonly Table[], reference: string): Table | undefined {
  const bare = reference.replace(/^public\./, '');
  const exact = tables.find((table) => tableKey(table) === bare);
  if (exact !== undefined) return exact;
  const named = tables.filter((table) => table.name === bare);
  return named.length === 1 ? named[0] : undefined;
}

/** The name PostgreSQL itself would choose for a constraint or index of these columns or expressions. */
export const generatedName = (table: string, columns: readonly string[], label: string): string =>
  objectName(table, columns.map((column) => column.replace(/\W+/g, '_')).join('_'), label);
