import type { DataModel, ForeignKey, Index, Table } from '../model/data.ts';
import { namedConstraints } from './constraints.ts';
import { indexesSql } from './ddl-index.ts';
import { maintenanceSql, partitionOf, partitionSql } from './ddl-partition.ts';
import { commentSql, sequencesOf, tableSql } from './ddl-table.ts';
import type { Lose } from './ddl-table.ts';
import type { Emitted } from './emitted.ts';
import { grantsSql, rolesSql, rowSecuritySql } from './roles.ts';
import {
  findTable,
  quoteName,
  quoteNames,
  quoteText,
  qualifiedName,
  sqlName,
  tableKey,
} from './sql-names.ts';

/**
 * The whole schema as one PostgreSQL script, in the order in which it runs on an empty database: schemas,
 * extensions, types, tables, unique indexes (a key may point at one), keys between tables (so that cycles need no
 * care), other indexes, comments, roles, row
 * security, grants. Tables keep the order of the model. A data model without tables gives an empty text.
 */
export function schemaSql(data: DataModel): Emitted {
  const lost: string[] = [];
  const lose: Lose = (what) => lost.push(what);
  const engine = data.engine?.name.toLowerCase();
  if (data.tables.length === 0) return { text: '', lost };
  if (engine !== undefined && !engine.startsWith('postgres'))
    lose(`types and expressions are those of ${engine}, written as they were read`);
  const tables = distinctTables(data.tables, lose);
  const taken = constraintNames(tables);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Schemas and extensions', preludeSql({ ...data, tables })],
    ['Types', data.enums.map((type) => enumSql(type.name, type.labels))],
    ['Tables', tables.flatMap((table) => wholeTable(table, lose))],
    ['Unique indexes', indexSection(tables, taken, isKey, lose)],
    ['Keys between tables', tables.flatMap((table) => foreignKeysSql(table, tables, lose))],
    ['Indexes', indexSection(tables, taken, (index) => !isKey(index), lose)],
    ['Comments', tables.flatMap(commentSql)],
    ['Partition maintenance', tables.some(isRanged) ? maintenanceSql : []],
    ['Roles', rolesSql(data)],
    ['Row security', tables.flatMap(rowSecuritySql)],
    ['Privileges', grantsSql({ ...data, tables }, lose)],
  ];
  const filled = sections.filter(([, statements]) => statements.length > 0);
  const text = filled.map(([title, statements]) => `-- ${title}\n${statements.join('\n')}\n`).join('\n');
  return { text, lost };
}

const isRanged = (table: Table): boolean => partitionOf(table, () => {})?.kind === 'range';

function distinctTables(tables: readonly Table[], lose: Lose): readonly Table[] {
  const seen = new Set<string>();
  return tables.filter((table) => {
    const first = !seen.has(tableKey(table));
    seen.add(tableKey(table));
    if (!first) lose(`${tableKey(table)}: declared twice, the first declaration is kept`);
    return first;
  });
}

function preludeSql(data: DataModel): readonly string[] {
  const used = data.tables.flatMap((table) => (table.schema === undefined ? [] : [table.schema]));
  const schemas = [...new Set([...data.schemas, ...used])].filter((schema) => schema !== 'public');
  return [
    ...schemas.map((schema) => `create schema if not exists ${quoteName(schema)};`),
    ...data.extensions.map((extension) => `create extension if not exists ${quoteName(extension)};`),
  ];
}

const enumSql = (name: string, labels: readonly string[]): string =>
  `create type ${sqlName(name)} as enum (${labels.map(quoteText).join(', ')});`;

function wholeTable(table: Table, lose: Lose): readonly string[] {
  const { clause, parts } = partitionSql(table, lose);
  return [
    ...sequencesOf(table).map((sequence) => `create sequence if not exists ${sequence};`),
    `${tableSql(table, lose)}${clause};`,
    ...parts,
  ];
}

/** A unique index over all rows serves as the target of a foreign key. */
const isKey = ({ unique, where }: Index): boolean => unique && where === undefined;

/** Names of keys, which indexes share a space with. */
function constraintNames(tables: readonly Table[]): Set<string> {
  const taken = new Set<string>();
  for (const table of tables) {
    const { primaryKey, uniques } = namedConstraints(table);
    const names = [table.name, ...(primaryKey ? [primaryKey.name] : []), ...uniques.map((key) => key.name)];
    for (const name of names) taken.add(`${table.schema ?? ''}.${name}`);
  }
  return taken;
}

const indexSection = (
  tables: readonly Table[],
  taken: Set<string>,
  wanted: (index: Index) => boolean,
  lose: Lose,
): readonly string[] =>
  tables.flatMap((table) => indexesSql({ ...table, indexes: table.indexes.filter(wanted) }, taken, lose));

function foreignKeysSql(table: Table, tables: readonly Table[], lose: Lose): readonly string[] {
  return namedConstraints(table).foreignKeys.flatMap((key) => {
    const target = findTable(tables, key.references.table);
    const columns = key.references.columns.length > 0 ? key.references.columns : target?.primaryKey?.columns;
    const missing = key.columns.filter((name) => !table.columns.some((column) => column.name === name));
    if (target === undefined || columns === undefined || missing.length > 0) {
      const why =
        target === undefined
          ? `points at ${key.references.table}, which is not known`
          : 'lacks known columns';
      lose(`${tableKey(table)}: foreign key ${key.name} ${why}`);
      return [];
    }
    return [foreignKeySql(table, { ...key, references: { table: qualifiedName(target), columns } })];
  });
}

function foreignKeySql(table: Table, key: ForeignKey & { readonly name: string }): string {
  const { references, onDelete, onUpdate } = key;
  const actions = [
    ...(onDelete === 'no action' ? [] : [`on delete ${onDelete}`]),
    ...(onUpdate === 'no action' ? [] : [`on update ${onUpdate}`]),
    ...(key.deferrable === true ? ['deferrable'] : []),
  ];
  const full = key.matchFull === true ? ' match full' : '';
  const target = `references ${references.table} (${quoteNames(references.columns)})${full}`;
  return [
    `alter table ${qualifiedName(table)} add constraint ${quoteName(key.name)}`,
    [`  foreign key (${quoteNames(key.columns)}) ${target}`, ...actions].join(' '),
  ]
    .join('\n')
    .concat(';');
}
