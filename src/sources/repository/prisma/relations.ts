import type { ForeignKey, ReferentialAction, Table } from '../../../model/data.ts';
import type { PrismaSchema } from './schema.ts';
import {
  blockOrigin,
  columnsOf,
  constraintName,
  fieldOrigin,
  qualifiedName,
  schemaName,
  tableName,
} from './schema.ts';
import type { PrismaAttribute, PrismaBlock, PrismaField } from './syntax.ts';
import { argumentOf, attributeOf, nameOf, namesOf, textOf } from './syntax.ts';
import { columnType } from './types.ts';

const actions: Readonly<Record<string, ReferentialAction>> = {
  Cascade: 'cascade',
  Restrict: 'restrict',
  NoAction: 'no action',
  SetNull: 'set null',
  SetDefault: 'set default',
};

/**
 * Foreign keys of the relation fields that hold columns. Without `onDelete` Prisma takes Restrict when all columns
 * are required and SetNull otherwise (SQL Server: NoAction); without `onUpdate` it takes Cascade.
 */
export function foreignKeysOf(schema: PrismaSchema, model: PrismaBlock): readonly ForeignKey[] {
  if (!schema.foreignKeys) return [];
  return model.fields.flatMap((field) => {
    const relation = attributeOf(field, 'relation');
    const target = schema.models.get(field.type);
    if (relation === undefined || target === undefined) return [];
    const fields = namesOf(argumentOf(relation, 'fields'));
    if (fields.length === 0) return [];
    const columns = columnsOf(model, fields);
    const required = model.fields.every((one) => !fields.includes(one.name) || one.arity === 'one');
    const fallback = required ? (schema.provider === 'sqlserver' ? 'no action' : 'restrict') : 'set null';
    return [
      {
        name: textOf(argumentOf(relation, 'map')) ?? constraintName([tableName(model), ...columns], 'fkey'),
        columns,
        references: {
          table: qualifiedName(target),
          columns: columnsOf(target, namesOf(argumentOf(relation, 'references'))),
        },
        onDelete: actionOf(relation, 'onDelete') ?? fallback,
        onUpdate: actionOf(relation, 'onUpdate') ?? 'cascade',
        origin: fieldOrigin(model, field.line),
      },
    ];
  });
}

const actionOf = (relation: PrismaAttribute, name: string): ReferentialAction | undefined =>
  actions[nameOf(argumentOf(relation, name)) ?? ''];

interface ManyToMany {
  readonly name: string;
  /** In alphabetical order: columns A and B. */
  readonly sides: readonly [PrismaBlock, PrismaBlock];
  readonly model: PrismaBlock;
  readonly field: PrismaField;
}

/** Join tables that Prisma makes for lists on both sides of a relation. */
export function joinTables(schema: PrismaSchema): readonly Table[] {
  if (schema.provider === 'mongodb') return [];
  const found = new Map<string, ManyToMany>();
  for (const model of schema.models.values())
    for (const field of model.fields) {
      const relation = manyToMany(schema, model, field);
      if (relation !== undefined && !found.has(relation.name)) found.set(relation.name, relation);
    }
  return [...found.values()].map((relation) => joinTable(schema, relation));
}

function relationNameOf(field: PrismaField): string | undefined {
  const relation = attributeOf(field, 'relation');
  return relation === undefined ? undefined : textOf(argumentOf(relation, 'name', 0));
}

function manyToMany(schema: PrismaSchema, model: PrismaBlock, field: PrismaField): ManyToMany | undefined {
  const target = schema.models.get(field.type);
  if (target === undefined || field.arity !== 'list') return undefined;
  const given = relationNameOf(field);
  const back = target.fields.find(
    (one) => one !== field && one.type === model.name && relationNameOf(one) === given,
  );
  if (back?.arity !== 'list') return undefined;
  const sides: readonly [PrismaBlock, PrismaBlock] =
    model.name <= target.name ? [model, target] : [target, model];
  return { name: given ?? `${sides[0].name}To${sides[1].name}`, sides, model, field };
}

function joinTable(schema: PrismaSchema, relation: ManyToMany): Table {
  const name = `_${relation.name}`;
  const origin = fieldOrigin(relation.model, relation.field.line);
  const ends = relation.sides.map((side, position) => ({ side, column: position === 0 ? 'A' : 'B' }));
  const keyed = (schema.major ?? 6) >= 6 && schema.provider === 'postgresql';
  const index = (columns: readonly string[], unique: boolean, suffix: string): Table['indexes'][number] => ({
    name: `${name}_${suffix}`,
    columns,
    include: [],
    unique,
    method: 'btree',
    serves: [],
    origin,
  });
  const [first] = relation.sides;
  const where = schemaName(first);
  return {
    name,
    ...(where === undefined ? {} : { schema: where }),
    columns: ends.map(({ side, column }) => ({
      name: column,
      type: idType(schema, side),
      nullable: false,
      origin,
    })),
    ...(keyed ? { primaryKey: { name: `${name}_AB_pkey`, columns: ['A', 'B'], origin } } : {}),
    uniques: [],
    indexes: [...(keyed ? [] : [index(['A', 'B'], true, 'AB_unique')]), index(['B'], false, 'B_index')],
    foreignKeys: schema.foreignKeys
      ? ends.map(({ side, column }) => ({
          name: `${name}_${column}_fkey`,
          columns: [column],
          references: { table: qualifiedName(side), columns: columnsOf(side, [idField(side)?.name ?? 'id']) },
          onDelete: 'cascade',
          onUpdate: 'cascade',
          origin,
        }))
      : [],
    checks: [],
    origin: blockOrigin(relation.model),
  };
}

const idField = (model: PrismaBlock): PrismaField | undefined =>
  model.fields.find((field) => attributeOf(field, 'id') !== undefined);

function idType(schema: PrismaSchema, model: PrismaBlock): string {
  const field = idField(model);
  return field === undefined ? 'unknown' : columnType(field, schema.provider, undefined);
}
