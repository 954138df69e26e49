import type { Decoration } from '../javascript/decorators.ts';
import type { ClassValue, Value } from '../javascript/value.ts';
import { objectOf, primitive } from '../javascript/value.ts';
import { fieldAt, isFalse, isTrue, settled, textAt } from '../code-migrations/values.ts';
import type { ModelField } from '../models/classes.ts';
import { classesOf, decorationsOf, fieldsOf } from '../models/classes.ts';
import type { ModelContext } from '../models/models.ts';
import { putIndex } from '../schema/columns.ts';
import { underscored } from './attributes.ts';
import type { Association, ModelDraft } from './model.ts';
import { associate, defineModel } from './model.ts';

/** Classes of sequelize-typescript. */
export function decoratedModels(on: ModelContext, paths: readonly string[]): readonly ModelDraft[] {
  const models = new Map<ClassValue, Entry>();
  for (const path of paths)
    for (const shape of classesOf(on.world.machine, path)) {
      const entry = models.has(shape) ? undefined : modelOf(on, shape);
      if (entry !== undefined) models.set(shape, entry);
    }
  for (const entry of models.values()) for (const field of entry.fields) relate(on, models, entry, field);
  for (const entry of models.values()) for (const field of entry.fields) indexField(entry, field);
  return [...models.values()].map(({ model }) => model);
}

interface Entry {
  readonly model: ModelDraft;
  readonly fields: readonly ModelField[];
}

const package_ = 'sequelize-typescript';

const named = (decorations: readonly Decoration[], name: string): Decoration | undefined =>
  decorations.find((one) => one.package === package_ && one.name === name);

function modelOf(on: ModelContext, shape: ClassValue): Entry | undefined {
  const decoration = named(decorationsOf(on.world, shape), 'Table');
  if (decoration === undefined) return undefined;
  const fields = fieldsOf(on.world, shape);
  const [options] = decoration.args;
  const attributes = fields.flatMap((field): readonly (readonly [string, Value])[] => {
    const attribute = attributeOf(field);
    return attribute === undefined ? [] : [[field.name, attribute]];
  });
  const stamps = (['CreatedAt', 'UpdatedAt', 'DeletedAt'] as const).flatMap((name) => {
    const field = fields.find(({ decorations }) => named(decorations, name) !== undefined);
    return field === undefined
      ? []
      : ([[name.charAt(0).toLowerCase() + name.slice(1), primitive(field.name)]] as const);
  });
  const merged = objectOf([
    ...(settled(options)?.kind === 'object' ? fieldsAt(options) : []),
    ...stamps,
    ...(stamps.some(([name]) => name === 'deletedAt') ? ([['paranoid', primitive(true)]] as const) : []),
  ]);
  const name = textAt(fieldAt(options, 'modelName')) ?? shape.node.id?.name ?? '';
  const model = defineModel(on, {
    name,
    attributes,
    options: merged,
    shared: undefined,
    site: decoration.site,
    shape,
  });
  return { model, fields };
}

const fieldsAt = (value: Value | undefined): readonly (readonly [string, Value])[] => {
  const one = settled(value);
  return one?.kind === 'object' ? [...one.fields] : [];
};

/** The decorators of a field as the attribute they stand for. */
function attributeOf(field: ModelField): Value | undefined {
  const column = named(field.decorations, 'Column');
  const key = named(field.decorations, 'ForeignKey');
  if (column === undefined && key === undefined) return undefined;
  const [first] = column?.args ?? [];
  const options = settled(first)?.kind === 'object' ? fieldsAt(first) : [];
  const entries = new Map<string, Value>(options);
  if (options.length === 0 && first !== undefined) entries.set('type', first);
  if (!entries.has('type')) entries.set('type', typeFrom(field));
  for (const { package: from, name, args } of field.decorations) {
    if (from !== package_) continue;
    if (name === 'PrimaryKey') entries.set('primaryKey', primitive(true));
    else if (name === 'AutoIncrement') entries.set('autoIncrement', primitive(true));
    else if (name === 'AllowNull') entries.set('allowNull', args[0] ?? primitive(true));
    else if (name === 'Default' && args[0] !== undefined) entries.set('defaultValue', args[0]);
    else if (name === 'Unique') entries.set('unique', args[0] ?? primitive(true));
    else if (name === 'Comment' && args[0] !== undefined) entries.set('comment', args[0]);
  }
  return objectOf(entries);
}

/** The type the library infers from the declared one. */
function typeFrom({ type }: ModelField): Value {
  const words: Readonly<Record<string, string>> = {
    string: 'STRING',
    number: 'INTEGER',
    boolean: 'BOOLEAN',
    Date: 'DATE',
    bigint: 'BIGINT',
    Blob: 'BLOB',
    Buffer: 'BLOB',
  };
  return { kind: 'library', package: 'sequelize', path: words[type.name ?? 'string'] ?? 'STRING' };
}

const kinds: Readonly<Record<string, Association>> = {
  BelongsTo: 'belongsTo',
  HasOne: 'hasOne',
  HasMany: 'hasMany',
  BelongsToMany: 'belongsToMany',
};

function relate(
  on: ModelContext,
  models: ReadonlyMap<ClassValue, Entry>,
  { model, fields }: Entry,
  field: ModelField,
): void {
  for (const decoration of field.decorations) {
    const kind = decoration.package === package_ ? kinds[decoration.name] : undefined;
    if (kind === undefined) continue;
    const target = targetOf(on, models, decoration, 0);
    if (target === undefined) continue;
    const given = decoration.args.find(
      (arg, index) => index > 0 && (settled(arg)?.kind === 'object' || textAt(arg) !== undefined),
    );
    const key =
      textAt(given) ??
      textAt(fieldAt(given, 'foreignKey')) ??
      foreignKeyOf(
        on,
        models,
        kind === 'belongsTo' ? fields : target.fields,
        kind === 'belongsTo' ? target : { model, fields },
      );
    const options = objectOf([
      ...(settled(given)?.kind === 'object' ? fieldsAt(given) : []),
      ['as', primitive(field.name)],
      ...(key === undefined ||
      (settled(given)?.kind === 'object' &&
        fieldAt(given, 'foreignKey') !== undefined &&
        textAt(fieldAt(given, 'foreignKey')) === undefined)
        ? []
        : ([['foreignKey', primitive(key)]] as const)),
    ]);
    const through = kind === 'belongsToMany' ? targetOf(on, models, decoration, 1) : undefined;
    const between =
      through === undefined ? [] : ([['through', primitive(through.model.table.name)]] as const);
    if (kind === 'belongsToMany' && through !== undefined) {
      const own = foreignKeyOf(on, models, through.fields, { model, fields });
      const other = foreignKeyOf(on, models, through.fields, target);
      const keys = objectOf([
        ...between,
        ...(own === undefined ? [] : ([['foreignKey', primitive(own)]] as const)),
        ...(other === undefined ? [] : ([['otherKey', primitive(other)]] as const)),
      ]);
      associate(on, kind, model, target.model, keys, field.site.origin, through.model);
    } else associate(on, kind, model, target.model, options, field.site.origin);
  }
}

function targetOf(
  on: ModelContext,
  models: ReadonlyMap<ClassValue, Entry>,
  { args, site }: Decoration,
  index: number,
): Entry | undefined {
  const arg = args[index];
  const value = arg?.kind === 'function' ? on.world.machine.call(arg, [], site) : arg;
  const one = settled(value);
  return one?.kind === 'class' ? models.get(one) : undefined;
}

/** The field that `@ForeignKey(() => Other)` marks. */
function foreignKeyOf(
  on: ModelContext,
  models: ReadonlyMap<ClassValue, Entry>,
  fields: readonly ModelField[],
  other: Entry,
): string | undefined {
  return fields.find(({ decorations }) => {
    const decoration = named(decorations, 'ForeignKey');
    return decoration !== undefined && targetOf(on, models, decoration, 0)?.model === other.model;
  })?.name;
}

function indexField({ model }: Entry, field: ModelField): void {
  const decoration = named(field.decorations, 'Index');
  const column = model.columns.get(field.name);
  if (decoration === undefined || column === undefined) return;
  const [first] = decoration.args;
  const unique = isTrue(fieldAt(first, 'unique')) && !isFalse(fieldAt(first, 'unique'));
  const name =
    textAt(first) ?? textAt(fieldAt(first, 'name')) ?? underscored(`${model.table.name}_${column}`);
  const before = model.table.indexes.find((index) => index.name === name);
  if (before !== undefined)
    model.table.indexes = model.table.indexes.map((index) =>
      index === before ? { ...index, columns: [...index.columns, column] } : index,
    );
  else putIndex(model.table, { name, columns: [column], unique }, decoration.site.origin);
}
