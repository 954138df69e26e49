import type { Column, EnumType, Index, Key, Table } from '../../../model/data.ts';
import { foreignKeysOf } from './relations.ts';
import type { PrismaSchema } from './schema.ts';
import {
  blockOrigin,
  columnName,
  columnsOf,
  constraintName,
  fieldOrigin,
  schemaName,
  tableName,
} from './schema.ts';
import type { PrismaAttribute, PrismaBlock, PrismaField, PrismaValue } from './syntax.ts';
import { argumentOf, attributeOf, mappedName, nameOf, namesOf, textOf } from './syntax.ts';
import { columnDefault, columnType, isScalar } from './types.ts';

export function enumOf(block: PrismaBlock): EnumType {
  return {
    name: mappedName(block, '@map'),
    labels: block.fields.map((label) => mappedName(label, 'map')),
    origin: blockOrigin(block),
  };
}

/** The table of a model as Prisma's own migrations would make it; unique keys are unique indexes there. */
export function tableOf(schema: PrismaSchema, model: PrismaBlock): Table {
  const where = schemaName(model);
  const primaryKey = primaryKeyOf(model);
  return {
    name: tableName(model),
    ...(where === undefined ? {} : { schema: where }),
    columns: model.fields.flatMap((field) => columnOf(schema, model, field)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    uniques: [],
    indexes: [...uniqueFields(model), ...blockIndexes(model)],
    foreignKeys: foreignKeysOf(schema, model),
    checks: [],
    origin: blockOrigin(model),
  };
}

function columnOf(schema: PrismaSchema, model: PrismaBlock, field: PrismaField): readonly Column[] {
  const type = schema.enums.get(field.type);
  if (type === undefined && !isScalar(field.type) && !schema.types.has(field.type)) return [];
  const name = columnName(field);
  const composite = schema.types.has(field.type) ? 'jsonb' : undefined;
  const text =
    composite ??
    columnType(field, schema.provider, type === undefined ? undefined : mappedName(type, '@map'));
  const value = columnDefault(field, tableName(model), name, text);
  return [
    {
      name,
      type: text,
      nullable: field.arity !== 'one',
      ...(value === undefined ? {} : { default: enumLabel(type, value) }),
      origin: fieldOrigin(model, field.line),
    },
  ];
}

/** A default names the label in the schema; the database has its mapped text. */
function enumLabel(type: PrismaBlock | undefined, value: string): string {
  const label = type?.fields.find((one) => `'${one.name}'` === value);
  return label === undefined ? value : `'${mappedName(label, 'map')}'`;
}

function primaryKeyOf(model: PrismaBlock): Key | undefined {
  const field = model.fields.find((one) => attributeOf(one, 'id') !== undefined);
  const single = field === undefined ? undefined : attributeOf(field, 'id');
  const attribute = single ?? attributeOf(model, '@id');
  if (attribute === undefined) return undefined;
  const columns =
    field === undefined ? columnsOf(model, namesOf(argumentOf(attribute, 'fields', 0))) : [columnName(field)];
  const name = textOf(argumentOf(attribute, 'map')) ?? constraintName([tableName(model)], 'pkey');
  return { name, columns, origin: fieldOrigin(model, attribute.line) };
}

function uniqueFields(model: PrismaBlock): readonly Index[] {
  return model.fields.flatMap((field) => {
    const attribute = attributeOf(field, 'unique');
    if (attribute === undefined) return [];
    return [index(model, attribute, [columnName(field)], true, 0)];
  });
}

function blockIndexes(model: PrismaBlock): readonly Index[] {
  return model.attributes.flatMap((attribute) => {
    if (!['@unique', '@index', '@fulltext'].includes(attribute.name)) return [];
    const fields = argumentOf(attribute, 'fields', 0);
    const columns = namesOf(fields).map(
      (name, position) => (columnsOf(model, [name])[0] ?? name) + order(fields, position),
    );
    return [index(model, attribute, columns, attribute.name === '@unique', undefined)];
  });
}

/** `sort: Desc` of one element stays in the text, as everywhere in the model. */
function order(fields: PrismaValue | undefined, position: number): string {
  const item = fields?.kind === 'list' ? fields.items[position] : undefined;
  const descending = item?.kind === 'call' && nameOf(argumentOf(item, 'sort')) === 'Desc';
  return descending ? ' desc' : '';
}

/** `mapAt` is where a map name may stand without its label: only in the attribute of a field. */
function index(
  model: PrismaBlock,
  attribute: PrismaAttribute,
  columns: readonly string[],
  unique: boolean,
  mapAt: number | undefined,
): Index {
  const plain = columns.map((column) => column.replace(/ desc$/, ''));
  const given = textOf(argumentOf(attribute, 'map', mapAt));
  return {
    name: given ?? constraintName([tableName(model), ...plain], unique ? 'key' : 'idx'),
    columns,
    include: [],
    unique,
    method: attribute.name === '@fulltext' ? 'fulltext' : methodOf(attribute),
    serves: [],
    origin: fieldOrigin(model, attribute.line),
  };
}

const methodOf = (attribute: PrismaAttribute): string => {
  const type = nameOf(argumentOf(attribute, 'type'));
  return type === undefined || type === 'BTree' ? 'btree' : type.toLowerCase();
};
