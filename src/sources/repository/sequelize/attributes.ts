import type { Origin } from '../../../model/origin.ts';
import {
  entriesAt,
  fieldAt,
  isFalse,
  isTrue,
  listAt,
  scalarAt,
  settled,
  textAt,
  textsAt,
} from '../code-migrations/values.ts';
import type { Value } from '../javascript/value.ts';
import type { ColumnSpec, ReferenceSpec, SchemaContext } from '../schema/columns.ts';
import { literal } from '../schema/columns.ts';
import { quoted } from '../sql/names.ts';
import { sequelizeType, typeWord } from './types.ts';

/** A table by name, or by `{ tableName, schema }`. */
export function tableNameOf(value: Value | undefined, options?: Value): string | undefined {
  const name = textAt(value) ?? textAt(fieldAt(value, 'tableName', 'name'));
  const schema = textAt(fieldAt(value, 'schema')) ?? textAt(fieldAt(options, 'schema'));
  return name === undefined || schema === undefined || schema === 'public' ? name : `${schema}.${name}`;
}

/** `inflection`'s underscore: `sharesUserId` is `shares_user_id`. */
export const underscored = (name: string): string =>
  name
    .replaceAll('::', '/')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();

/** An attribute of a table or model as a column; a bare type counts as `{ type }`. */
export function attributeSpec(
  on: SchemaContext,
  table: string,
  key: string,
  attribute: Value,
): ColumnSpec | undefined {
  const one = settled(attribute);
  const isOptions = one?.kind === 'object';
  const typeValue = isOptions ? fieldAt(one, 'type') : attribute;
  const name = (isOptions ? textAt(fieldAt(one, 'field')) : undefined) ?? key;
  const word = typeWord(typeValue);
  if (word === 'VIRTUAL') return undefined;
  const type = sequelizeType(typeValue, on.dialect, enumName(table, name));
  if (!isOptions) return { name, type, nullable: true };
  const unique = fieldAt(one, 'unique');
  const value = defaultOf(fieldAt(one, 'defaultValue'), type, on);
  const references = referenceOf(fieldAt(one, 'references'), one);
  const comment = textAt(fieldAt(one, 'comment'));
  return {
    name,
    type,
    nullable: !isFalse(fieldAt(one, 'allowNull')),
    counts: isTrue(fieldAt(one, 'autoIncrement')),
    primary: isTrue(fieldAt(one, 'primaryKey')),
    ...(value === undefined ? {} : { default: value }),
    ...(isTrue(unique) ? { unique: true } : {}),
    ...(references === undefined ? {} : { references }),
    ...(comment === undefined ? {} : { comment }),
  };
}

const enumName = (table: string, column: string): string => quoted(`enum_${table}_${column}`);

/** PostgreSQL's type of an enumeration is made with the column. */
export function enumFor(
  on: SchemaContext,
  table: string,
  key: string,
  attribute: Value,
  origin: Origin,
): void {
  const one = settled(attribute);
  const isOptions = one?.kind === 'object';
  const typeValue = isOptions ? fieldAt(one, 'type') : attribute;
  if (on.dialect !== 'postgresql') return;
  const labels = enumLabels(typeValue, one);
  if (labels === undefined) return;
  const name = `enum_${table}_${(isOptions ? textAt(fieldAt(one, 'field')) : undefined) ?? key}`;
  if (!on.draft.enums.has(name)) on.draft.enums.set(name, { name, labels, origin });
}

function enumLabels(type: Value | undefined, options: Value | undefined): readonly string[] | undefined {
  const one = settled(type);
  const word = typeWord(type);
  if (word === 'ARRAY' && one?.kind === 'result') return enumLabels(one.args[0], undefined);
  if (word !== 'ENUM') return undefined;
  const args = one?.kind === 'result' ? one.args : [];
  const values = fieldAt(args[0], 'values') ?? fieldAt(options, 'values');
  return values === undefined ? args.flatMap((arg) => textsAt(arg)) : textsAt(values);
}

/** `references: 'users'`, `{ model: 'users', key: 'id' }`, `{ table: 'users', field: 'id' }`. */
export function referenceOf(value: Value | undefined, options: Value | undefined): ReferenceSpec | undefined {
  if (value === undefined) return undefined;
  const model = fieldAt(value, 'model', 'table', 'tableName');
  const table = textAt(value) ?? tableNameOf(model) ?? modelTable(model);
  if (table === undefined) return undefined;
  const key = textsAt(fieldAt(value, 'key', 'field', 'fields') ?? fieldAt(options, 'referencesKey'));
  const onDelete = textAt(fieldAt(options, 'onDelete'));
  const onUpdate = textAt(fieldAt(options, 'onUpdate'));
  return {
    table,
    columns: key.length === 0 ? ['id'] : key,
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
  };
}

/** A model class that the reference names. */
function modelTable(model: Value | undefined): string | undefined {
  const one = settled(model);
  return one?.kind === 'class' ? one.node.id?.name : undefined;
}

/** A default that the server keeps; those that only the library fills in are none. */
export function defaultOf(value: Value | undefined, type: string, on: SchemaContext): string | undefined {
  const one = settled(value);
  if (one === undefined) return undefined;
  if (one.kind === 'primitive') {
    if (on.dialect === 'mysql' && typeof one.value === 'boolean') return one.value ? '1' : '0';
    return literal(one.value);
  }
  if (one.kind === 'result') {
    const name = one.callee.path.split('.').at(-1) ?? '';
    const text = textAt(one.args[0]) ?? '';
    if (name === 'literal') return text;
    if (name !== 'fn') return undefined;
    return `${text}(${one.args
      .slice(1)
      .map((arg) => literal(scalarAt(arg)) ?? '…')
      .join(', ')})`;
  }
  if (one.kind === 'array' && type.endsWith('[]'))
    return `ARRAY[${listAt(one)
      .map((item) => literal(scalarAt(item)) ?? '…')
      .join(', ')}]::${type.toLowerCase()}`;
  if ((one.kind === 'object' || one.kind === 'array') && /^json/i.test(type)) {
    const empty = one.kind === 'object' ? entriesAt(one).length === 0 : one.items.length === 0;
    return empty ? (one.kind === 'object' ? "'{}'" : "'[]'") : `'${JSON.stringify(jsonOf(one))}'`;
  }
  return undefined;
}

function jsonOf(value: Value, depth = 0): unknown {
  if (depth > 8) return null;
  if (value.kind === 'primitive') return value.value ?? null;
  if (value.kind === 'array') return value.items.map((item) => jsonOf(item, depth + 1));
  if (value.kind === 'object')
    return Object.fromEntries([...value.fields].map(([key, inner]) => [key, jsonOf(inner, depth + 1)]));
  return null;
}
