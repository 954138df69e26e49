import type { Table } from '../../../../model/data.ts';
import type { Dialect } from '../../dialects/dialect.ts';
import { addPrimaryKey } from '../../schema/changes.ts';
import type { ColumnSpec, SchemaContext } from '../../schema/columns.ts';
import { putColumn, putIndex, putReference } from '../../schema/columns.ts';
import { finishedTables } from '../../schema/tables.ts';
import { plural } from '../../sequelize/plural.ts';
import type { TableDraft } from '../../sql/draft.ts';
import { emptyDraft, emptyTable } from '../../sql/draft.ts';
import type { GoField } from '../machine/types.ts';
import { fieldsOf, keyOf, tagOf, underlying } from '../machine/types.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { snakeCase } from './names.ts';
import type { ModelStruct } from './structs.ts';
import { modelStructs, toldTableName } from './structs.ts';
import { adaptedType, columnType } from './types.ts';

interface Mapping extends SchemaContext {
  readonly program: GoProgram;
  readonly names: ReadonlyMap<string, string>;
}

/** Tables that GORM makes of structs. */
export function gormTables(
  program: GoProgram,
  folders: readonly string[],
  dialect: Dialect,
): readonly Table[] {
  const models = modelStructs(program, folders, /gorm:"|gorm\.Model\b/, /AutoMigrate|CreateTable|gorm/);
  const named = gormNaming(program, folders);
  const nameOf = (model: ModelStruct): string => toldTableName(program, model) ?? named(model.name);
  const names = new Map(models.map((model) => [keyOf(model.type), nameOf(model)]));
  const on: Mapping = { draft: emptyDraft(), dialect, program, names };
  for (const model of models) {
    const name = nameOf(model);
    const table =
      on.draft.tables.get(name) ??
      emptyTable(name, undefined, originOf(model.declared.file, model.declared.node));
    on.draft.tables.set(name, table);
    putFields(on, table, fieldsOf(program, model.type), '', 0);
  }
  for (const model of models) relate(on, model, nameOf(model));
  return finishedTables(on.draft).filter(({ columns }) => columns.length > 0);
}

/** How tables are named after structs that do not say it themselves. */
export function gormNaming(
  program: GoProgram,
  folders: readonly string[] = program.folders,
): (name: string) => string {
  const texts = folders.flatMap((folder) => program.textsOf(folder).map(({ text }) => text));
  const strategy = texts
    .map((text) => /NamingStrategy\{([^}]*)\}/.exec(text)?.[1])
    .find((each) => each !== undefined);
  const prefix = /TablePrefix:\s*"([^"]*)"/.exec(strategy ?? '')?.[1] ?? '';
  const single =
    /SingularTable:\s*true/.test(strategy ?? '') || texts.some((text) => /SingularTable\(true\)/.test(text));
  return (name) => {
    const own = snakeCase(name);
    return prefix + (single ? own : plural(own));
  };
}

function putFields(
  on: Mapping,
  table: TableDraft,
  fields: readonly GoField[],
  prefix: string,
  depth: number,
): void {
  const hasKey = fields.some((field) => /primary_?key/i.test(tagOf(field.tag, 'gorm') ?? ''));
  for (const field of fields) {
    const tag = settingsOf(field);
    if (tag.has('-') || !/^[A-Z]/.test(field.name)) continue;
    if (field.embedded && field.typeText.replace('*', '') === 'gorm.Model') {
      putModel(on, table, field);
      continue;
    }
    const inner = field.type === undefined ? undefined : underlying(on.program, field.type);
    if ((field.embedded && inner?.kind === 'struct') || tag.has('embedded')) {
      if (depth < 4)
        putFields(
          on,
          table,
          fieldsOf(on.program, field.type),
          prefix + (tag.get('embeddedprefix') ?? ''),
          depth + 1,
        );
      continue;
    }
    const type = tag.get('type') ?? columnType(on.program, field, on.dialect, Number(tag.get('size') ?? 0));
    if (type === undefined || table.columns.some(({ name }) => name === prefix + columnName(field, tag)))
      continue;
    putField(on, table, field, tag, prefix + columnName(field, tag), adaptedType(type, on.dialect), hasKey);
  }
}

const columnName = (field: GoField, tag: ReadonlyMap<string, string>): string =>
  tag.get('column') ?? snakeCase(field.name);

/** `gorm:"column:name;not null;index:idx_name"`; names of settings in lower case without spaces and lines. */
function settingsOf(field: GoField): ReadonlyMap<string, string> {
  const parts = (tagOf(field.tag, 'gorm') ?? '').split(';').filter((part) => part.trim() !== '');
  return new Map(
    parts.map((part) => {
      const at = part.indexOf(':');
      const [key, value] = at === -1 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
      return [key.trim().toLowerCase().replaceAll(/[\s_]/g, ''), value.trim()];
    }),
  );
}

function putModel(on: Mapping, table: TableDraft, field: GoField): void {
  const origin = originOf(field.file, field.node);
  const time =
    on.dialect === 'postgresql' ? 'timestamptz' : on.dialect === 'mysql' ? 'datetime(3)' : 'datetime';
  putColumn(
    on,
    table,
    { name: 'id', type: idType(on.dialect), nullable: false, primary: true, counts: true },
    origin,
  );
  for (const name of ['created_at', 'updated_at', 'deleted_at'])
    putColumn(on, table, { name, type: time, nullable: true }, origin);
  putIndex(table, { name: `idx_${table.name}_deleted_at`, columns: ['deleted_at'], unique: false }, origin);
}

const idType = (dialect: Dialect): string => (dialect === 'sqlite' ? 'integer' : 'bigint');

function putField(
  on: Mapping,
  table: TableDraft,
  field: GoField,
  tag: ReadonlyMap<string, string>,
  name: string,
  type: string,
  hasKey: boolean,
): void {
  const origin = originOf(field.file, field.node);
  const primary = tag.has('primarykey') || (!hasKey && /^I[dD]$/.test(field.name));
  const counts = tag.has('autoincrement')
    ? tag.get('autoincrement') !== 'false'
    : primary && /^(big)?int|^integer/i.test(type) && !tag.has('type');
  const spec: ColumnSpec = {
    name,
    type,
    nullable: !tag.has('notnull') && !primary,
    ...(counts ? { counts } : {}),
    ...(tag.has('default') && !counts ? { default: defaultOf(tag.get('default') ?? '', type) } : {}),
    ...(tag.has('comment') ? { comment: tag.get('comment') ?? '' } : {}),
    ...(primary && !table.primaryKey?.columns.includes(name) ? { primary } : {}),
    ...(tag.has('unique') ? { unique: true } : {}),
    ...(tag.has('check') ? { check: tag.get('check')?.split(',').at(-1) ?? '' } : {}),
  };
  putColumn(on, table, spec, origin);
  for (const key of ['index', 'uniqueindex']) {
    if (!tag.has(key)) continue;
    const [given = '', ...options] = (tag.get(key) ?? '').split(',');
    const unique = key === 'uniqueindex' || options.some((option) => option.trim() === 'unique');
    const index = given === '' ? `idx_${table.name}_${name}` : given;
    const known = table.indexes.find((each) => each.name === index);
    if (known === undefined) putIndex(table, { name: index, columns: [name], unique }, origin);
    else
      table.indexes = table.indexes.map((each) =>
        each === known ? { ...each, columns: [...each.columns, name] } : each,
      );
  }
}

const defaultOf = (value: string, type: string): string =>
  /^(char|varchar|text|longtext|uuid|enum)/i.test(type) && !/^'|\(|^null$/i.test(value)
    ? `'${value}'`
    : value;

/** Fields that are structs or lists of them are relations: their columns stand beside them. */
function relate(on: Mapping, model: ModelStruct, tableName: string): void {
  const table = on.draft.tables.get(tableName);
  if (table === undefined) return;
  for (const field of fieldsOf(on.program, model.type)) {
    const tag = settingsOf(field);
    if (tag.has('-') || field.type === undefined) continue;
    const many = field.type.kind === 'list';
    const target = field.type.kind === 'list' ? field.type.of : field.type;
    const other = target.kind === 'own' ? on.names.get(keyOf(target)) : undefined;
    const otherTable = other === undefined ? undefined : on.draft.tables.get(other);
    if (other === undefined || otherTable === undefined) continue;
    const origin = originOf(field.file, field.node);
    const joined = tag.get('many2many');
    if (joined !== undefined) {
      joinTable(on, joined, [table, otherTable], origin);
      continue;
    }
    const onDelete = /OnDelete:\s*([\w ]+)/i.exec(tag.get('constraint') ?? '')?.[1];
    const named = tag
      .get('foreignkey')
      ?.split(',')
      .map((each) => snakeCase(each.trim()));
    const here = named ?? [`${snakeCase(field.name)}_id`];
    const there = named ?? [`${snakeCase(model.name)}_id`];
    const has = (at: TableDraft, columns: readonly string[]): boolean =>
      columns.every((name) => at.columns.some((column) => column.name === name));
    const more = onDelete === undefined ? {} : { onDelete };
    if (!many && has(table, here))
      putReference(
        on,
        table,
        here,
        { table: other, columns: [], name: `fk_${tableName}_${snakeCase(field.name)}`, ...more },
        origin,
      );
    else if (
      has(otherTable, there) &&
      !otherTable.foreignKeys.some(({ columns }) => columns.join() === there.join())
    )
      putReference(
        on,
        otherTable,
        there,
        { table: tableName, columns: [], name: `fk_${tableName}_${snakeCase(field.name)}`, ...more },
        origin,
      );
  }
}

function joinTable(
  on: Mapping,
  name: string,
  sides: readonly TableDraft[],
  origin: ReturnType<typeof originOf>,
): void {
  if (on.draft.tables.has(name)) return;
  const table = emptyTable(name, undefined, origin);
  on.draft.tables.set(name, table);
  const columns: string[] = [];
  for (const side of sides) {
    const key = side.primaryKey?.columns[0] ?? 'id';
    const column = `${singularOf(side.name)}_${key}`;
    const type = side.columns.find(({ name: each }) => each === key)?.type ?? idType(on.dialect);
    if (columns.includes(column)) continue;
    columns.push(column);
    putColumn(on, table, { name: column, type, nullable: false }, origin);
    putReference(on, table, [column], { table: side.name, columns: [] }, origin);
  }
  if (columns.length === sides.length) addPrimaryKey(table, { name: `${name}_pkey`, columns, origin });
}

const singularOf = (name: string): string =>
  name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/(ss|[^s])s$/, '$1');
