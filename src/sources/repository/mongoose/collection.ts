import type { Column } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Site, Value } from '../javascript/value.ts';
import { objectOf, primitive } from '../javascript/value.ts';
import {
  entriesAt,
  fieldAt,
  isFalse,
  isTrue,
  listAt,
  numberAt,
  scalarAt,
  settled,
  textAt,
} from '../code-migrations/values.ts';
import type { FieldType } from '../models/classes.ts';
import { addColumn, addPrimaryKey, indexOf } from '../schema/changes.ts';
import type { SchemaContext } from '../schema/columns.ts';
import { literal } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { emptyTable } from '../sql/draft.ts';

export interface MongooseSchema {
  /** By name; what a setter of the schema says of an option stands under `$` and its name. */
  readonly paths: Map<string, Value>;
  readonly indexes: {
    readonly fields: Value | undefined;
    readonly options: Value | undefined;
    readonly site: Site;
  }[];
  readonly options: Value | undefined;
  readonly collection?: string;
  readonly site: Site;
  readonly schemaOf: (value: Value) => MongooseSchema | undefined;
}

/** A collection as a table: its paths are columns with the names of BSON's types, embedded documents are `object`. */
export function collectionOf(on: SchemaContext, name: string, schema: MongooseSchema, origin: Origin): void {
  const table = pathsOf(on, name, schema, origin);
  const checked = versionCheckOf(schema, table);
  if (checked !== undefined) table.versionChecked = checked;
}

/** What a discriminator adds to the collection of its base: paths that not every document has, and the key that tells them apart. */
export function discriminatorOf(
  on: SchemaContext,
  name: string,
  schema: MongooseSchema,
  key: string,
  origin: Origin,
): void {
  const table = on.draft.tables.get(name);
  if (table === undefined) return;
  const known = new Set(table.columns.map((column) => column.name));
  pathsOf(on, name, schema, origin);
  table.columns = table.columns.map((column) =>
    known.has(column.name) ? column : { ...column, nullable: true },
  );
  if (!table.columns.some((column) => column.name === key))
    addColumn(on.draft, table, { name: key, type: 'string', nullable: true, origin });
}

/** `optimisticConcurrency`: true, a list of paths, or all without some. */
function versionCheckOf(
  schema: MongooseSchema,
  { columns }: TableDraft,
): true | readonly string[] | undefined {
  const option =
    schema.paths.get('$optimisticConcurrency') ?? fieldAt(schema.options, 'optimisticConcurrency');
  if (isTrue(option)) return true;
  const one = settled(option);
  if (one?.kind === 'array') return one.items.flatMap((item) => textAt(item) ?? []);
  if (one?.kind !== 'object') return undefined;
  const without = listAt(fieldAt(one, 'exclude')).flatMap((item) => textAt(item) ?? []);
  return columns.flatMap(({ name }) => (without.includes(name) ? [] : [name]));
}

function pathsOf(on: SchemaContext, name: string, schema: MongooseSchema, origin: Origin): TableDraft {
  const table = on.draft.tables.get(name) ?? emptyTable(name, undefined, origin);
  on.draft.tables.set(name, table);
  const add = (column: Column): void => {
    if (!table.columns.some((one) => one.name === column.name)) addColumn(on.draft, table, column);
  };
  if (!schema.paths.has('_id') && !isFalse(fieldAt(schema.options, '_id')))
    add({ name: '_id', type: 'objectId', nullable: false, origin });
  for (const [key, value] of schema.paths) {
    if (key.startsWith('$')) continue;
    const column = columnOf(schema, key, value, origin);
    add(key === '_id' ? { ...column, nullable: false } : column);
    indexPath(table, key, value, origin);
  }
  const stamps = schema.paths.get('$timestamps') ?? fieldAt(schema.options, 'timestamps');
  if (stamps !== undefined && !isFalse(stamps))
    for (const key of ['createdAt', 'updatedAt']) {
      const given = fieldAt(stamps, key);
      if (!isFalse(given)) add({ name: textAt(given) ?? key, type: 'date', nullable: false, origin });
    }
  addPrimaryKey(table, { name: '_id_', columns: ['_id'], origin });
  for (const { fields, options, site } of schema.indexes) addSchemaIndex(table, fields, options, site.origin);
  return table;
}

function columnOf(schema: MongooseSchema, key: string, value: Value, origin: Origin): Column {
  const one = settled(value);
  const type = bsonType(schema, value);
  const options = one?.kind === 'object' && fieldAt(one, 'type') !== undefined ? one : undefined;
  const required = fieldAt(options, 'required');
  const first = settled(required)?.kind === 'array' ? listAt(required)[0] : required;
  const given = fieldAt(options, 'default');
  const text = literal(scalarAt(given)) ?? (isNow(given) ? 'now' : undefined);
  const inner = one?.kind === 'array' ? one.items[0] : fieldAt(options, 'type');
  const element = settled(inner)?.kind === 'array' ? listAt(inner)[0] : inner;
  const ref =
    textAt(fieldAt(options, 'ref')) ??
    textAt(fieldAt(one?.kind === 'array' ? one.items[0] : undefined, 'ref')) ??
    textAt(fieldAt(element, 'ref'));
  return {
    name: key,
    type,
    nullable: !isTrue(first),
    ...(text === undefined ? {} : { default: text }),
    ...(ref === undefined ? {} : { comment: `refers to ${ref}` }),
    origin,
  };
}

function isNow(value: Value | undefined): boolean {
  const one = settled(value);
  return one?.kind === 'library' && /Date/.test(`${one.package}.${one.path}`);
}

const words: Readonly<Record<string, string>> = {
  String: 'string',
  Number: 'number',
  Boolean: 'bool',
  Bool: 'bool',
  Date: 'date',
  Buffer: 'binData',
  ObjectId: 'objectId',
  ObjectID: 'objectId',
  Decimal128: 'decimal',
  BigInt: 'long',
  Map: 'object',
  Mixed: 'mixed',
  Object: 'mixed',
  UUID: 'binData',
  Array: 'array',
};

function bsonType(schema: MongooseSchema, value: Value, depth = 0): string {
  const one = settled(value);
  if (one === undefined || depth > 6) return 'mixed';
  if (one.kind === 'array') {
    const [first] = one.items;
    return first === undefined ? 'array' : `${bsonType(schema, first, depth + 1)}[]`;
  }
  if (schema.schemaOf(one) !== undefined) return 'object';
  if (one.kind === 'object') {
    const type = fieldAt(one, 'type');
    // `{ type: { type: String } }` is an embedded document with a path of that name.
    if (type !== undefined && fieldAt(type, 'type') === undefined) return bsonType(schema, type, depth + 1);
    return entriesAt(one).length === 0 ? 'mixed' : 'object';
  }
  const text = textAt(one);
  if (text !== undefined) return words[text] ?? text.toLowerCase();
  const path =
    one.kind === 'library'
      ? `${one.package.replace('global:', '')}.${one.path}`
      : one.kind === 'native'
        ? one.name
        : one.kind === 'result'
          ? one.callee.path
          : '';
  const word = path.split('.').findLast((part) => words[part] !== undefined);
  return word === undefined ? 'mixed' : (words[word] ?? 'mixed');
}

function indexPath(table: TableDraft, key: string, value: Value, origin: Origin): void {
  const one = settled(value);
  if (one?.kind !== 'object') return;
  const [index, unique, sparse] = [fieldAt(one, 'index'), fieldAt(one, 'unique'), fieldAt(one, 'sparse')];
  const isUnique = isTrue(unique) || isTrue(fieldAt(index, 'unique'));
  if (
    !isUnique &&
    !isTrue(index) &&
    settled(index)?.kind !== 'object' &&
    textAt(index) === undefined &&
    !isTrue(sparse)
  )
    return;
  if (isFalse(index) && !isUnique) return;
  const method = textAt(index) ?? 'btree';
  table.indexes = [...table.indexes, indexOf(`${key}_1`, [key], isUnique, origin, { method })];
}

/** `schema.index({ a: 1, b: -1, c: 'text' }, { unique: true })`. */
function addSchemaIndex(
  table: TableDraft,
  fields: Value | undefined,
  options: Value | undefined,
  origin: Origin,
): void {
  const entries = entriesAt(fields);
  if (entries.length === 0) return;
  const columns = entries.map(([key, order]) => (numberAt(order) === -1 ? `${key} desc` : key));
  const name =
    textAt(fieldAt(options, 'name')) ??
    entries.map(([key, order]) => `${key}_${String(scalarAt(order) ?? 1)}`).join('_');
  const method = entries.map(([, order]) => textAt(order)).find((text) => text !== undefined) ?? 'btree';
  const partial = fieldAt(options, 'partialFilterExpression');
  if (table.indexes.some((index) => index.name === name)) return;
  table.indexes = [
    ...table.indexes,
    indexOf(name, columns, isTrue(fieldAt(options, 'unique')), origin, {
      method,
      ...(partial === undefined ? {} : { where: '…' }),
    }),
  ];
}

const declared: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  Date: 'Date',
  Buffer: 'Buffer',
  ObjectId: 'ObjectId',
};

/** `@Prop(options)` as the path it stands for; the declared type counts where none is given. */
export function pathFrom(options: Value | undefined, type: FieldType): Value {
  const one = settled(options);
  const base: Value = primitive(declared[type.name ?? ''] ?? 'Object');
  const inferred: Value = type.array ? { kind: 'array', items: [base], open: false } : base;
  if (one === undefined) return objectOf([['type', inferred]]);
  if (one.kind !== 'object') return one;
  return fieldAt(one, 'type') === undefined ? objectOf([...one.fields, ['type', inferred]]) : one;
}
