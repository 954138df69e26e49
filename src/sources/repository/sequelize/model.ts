import type { Origin } from '../../../model/origin.ts';
import type { ClassValue, Site, Value } from '../javascript/value.ts';
import { indexColumn, conditionText } from '../code-migrations/sequelize-keys.ts';
import { fieldAt, isFalse, isTrue, listAt, textAt } from '../code-migrations/values.ts';
import { addColumn, addPrimaryKey } from '../schema/changes.ts';
import type { SchemaContext } from '../schema/columns.ts';
import { putColumn, putIndex, putReference, putUnique } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { attributeSpec, enumFor, underscored } from './attributes.ts';
import { plural, singular } from './plural.ts';
import { emptyTable } from '../sql/draft.ts';

/** A model with its table while associations still add columns. */
export interface ModelDraft {
  readonly name: string;
  readonly table: TableDraft;
  readonly snake: boolean;
  readonly paranoid: boolean;
  /** Attribute to column. */
  readonly columns: Map<string, string>;
  readonly shape?: ClassValue;
}

export interface ModelDefinition {
  readonly name: string;
  readonly attributes: readonly (readonly [string, Value])[];
  readonly options: Value | undefined;
  /** Options that hold for every model. */
  readonly shared: Value | undefined;
  readonly site: Site;
  readonly shape?: ClassValue;
}

export function defineModel(on: SchemaContext, definition: ModelDefinition): ModelDraft {
  const { name, options, shared, site } = definition;
  const option = (key: string): Value | undefined => fieldAt(options, key) ?? fieldAt(shared, key);
  const snake = isTrue(option('underscored'));
  const given = textAt(fieldAt(options, 'tableName'));
  const base = snake ? underscored(name) : name;
  const tableName = given ?? (isTrue(option('freezeTableName')) ? name : plural(base));
  const schema = textAt(option('schema'));
  const { origin } = site;
  const key = schema === undefined || schema === 'public' ? tableName : `${schema}.${tableName}`;
  // Two models may look at one table.
  const table =
    on.draft.tables.get(key) ?? emptyTable(tableName, schema === 'public' ? undefined : schema, origin);
  const model: ModelDraft = {
    name,
    table,
    snake,
    paranoid: isTrue(option('paranoid')),
    columns: new Map(),
    ...(definition.shape === undefined ? {} : { shape: definition.shape }),
  };
  const hasKey = definition.attributes.some(([, attribute]) => isTrue(fieldAt(attribute, 'primaryKey')));
  const hasId = definition.attributes.some(([key]) => key === 'id');
  if (!hasKey && !hasId && table.primaryKey === undefined) {
    model.columns.set('id', 'id');
    putColumn(
      on,
      table,
      { name: 'id', type: 'integer', nullable: false, counts: true, primary: true },
      origin,
    );
  }
  const groups = new Map<string, string[]>();
  for (const [key, attribute] of definition.attributes)
    addAttribute(on, model, key, attribute, groups, origin);
  for (const [group, columns] of groups) putUnique(on, table, columns, group, origin);
  if (!isFalse(option('timestamps'))) addTimestamps(on, model, option, origin);
  for (const index of listAt(fieldAt(options, 'indexes'))) addIndexOf(model, index, origin);
  on.draft.tables.set(
    schema === undefined || schema === 'public' ? tableName : `${schema}.${tableName}`,
    table,
  );
  return model;
}

function addAttribute(
  on: SchemaContext,
  model: ModelDraft,
  key: string,
  attribute: Value,
  groups: Map<string, string[]>,
  origin: Origin,
): void {
  const spec = attributeSpec(on, model.table.name, key, attribute);
  if (spec === undefined) return;
  const name = textAt(fieldAt(attribute, 'field')) ?? (model.snake ? underscored(key) : key);
  model.columns.set(key, name);
  if (model.table.columns.some((column) => column.name === name)) return;
  enumFor(on, model.table.name, name, attribute, origin);
  const reference = spec.references;
  // The library adds what happens to a reference when nothing is said.
  const references =
    reference === undefined ? undefined : { ...reference, onUpdate: reference.onUpdate ?? 'NO ACTION' };
  putColumn(on, model.table, { ...spec, name, ...(references === undefined ? {} : { references }) }, origin);
  const group = textAt(fieldAt(attribute, 'unique')) ?? textAt(fieldAt(fieldAt(attribute, 'unique'), 'name'));
  if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), name]);
}

function addTimestamps(
  on: SchemaContext,
  model: ModelDraft,
  option: (key: string) => Value | undefined,
  origin: Origin,
): void {
  const type = on.dialect === 'mysql' ? 'datetime' : on.dialect === 'postgresql' ? 'timestamptz' : 'datetime';
  const add = (key: string, nullable: boolean): void => {
    const given = option(key);
    if (isFalse(given)) return;
    const attribute = textAt(given) ?? key;
    const name = model.columns.get(attribute) ?? (model.snake ? underscored(attribute) : attribute);
    if (model.table.columns.some((column) => column.name === name)) return;
    model.columns.set(attribute, name);
    putColumn(on, model.table, { name, type, nullable }, origin);
  };
  add('createdAt', false);
  add('updatedAt', false);
  if (model.paranoid) add('deletedAt', true);
}

function addIndexOf(model: ModelDraft, index: Value, origin: Origin): void {
  const fields = listAt(fieldAt(index, 'fields')).flatMap((field) => indexColumn(field) ?? []);
  const columns = fields.map((field) => model.columns.get(field) ?? field);
  const unique =
    isTrue(fieldAt(index, 'unique')) || textAt(fieldAt(index, 'type'))?.toUpperCase() === 'UNIQUE';
  const where = fieldAt(index, 'where');
  const method = textAt(fieldAt(index, 'using', 'method'));
  const plain = columns.map((column) => column.replace(/ .*$/, ''));
  putIndex(
    model.table,
    {
      name:
        textAt(fieldAt(index, 'name')) ??
        underscored(`${model.table.name}_${plain.join('_')}`) + (unique ? '_unique' : ''),
      columns,
      unique,
      ...(method === undefined ? {} : { method }),
      ...(where === undefined ? {} : { where: conditionText(where) }),
    },
    origin,
  );
}

export type Association = 'belongsTo' | 'hasOne' | 'hasMany' | 'belongsToMany';

/** What an association adds: a column with its key, or a table between. */
export function associate(
  on: SchemaContext,
  kind: Association,
  source: ModelDraft,
  target: ModelDraft,
  options: Value | undefined,
  origin: Origin,
  through?: ModelDraft,
): void {
  const alias = textAt(fieldAt(options, 'as')) ?? textAt(fieldAt(fieldAt(options, 'as'), 'singular'));
  if (kind === 'belongsToMany') return between(on, source, target, options, origin, through);
  const owner = kind === 'belongsTo' ? source : target;
  const other = kind === 'belongsTo' ? target : source;
  const keyOf = keyColumn(other);
  if (keyOf === undefined) return;
  const named = fieldAt(options, 'foreignKey');
  const attribute =
    textAt(named) ??
    textAt(fieldAt(named, 'name', 'fieldName')) ??
    lowered(
      `${kind === 'belongsTo' ? (alias ?? singular(other.name)) : singular(other.name)}_${other.snake ? underscored(keyOf.name) : keyOf.name}`,
    );
  const column =
    owner.columns.get(attribute) ??
    textAt(fieldAt(named, 'field')) ??
    (owner.snake ? underscored(attribute) : attribute);
  if (!owner.table.columns.some(({ name }) => name === column))
    addColumn(on.draft, owner.table, {
      name: column,
      type: keyOf.type,
      nullable: !isFalse(fieldAt(named, 'allowNull')),
      origin,
    });
  owner.columns.set(attribute, column);
  if (
    isFalse(fieldAt(options, 'constraints')) ||
    owner.table.foreignKeys.some(({ columns }) => columns.join() === column)
  )
    return;
  const nullable = owner.table.columns.find(({ name }) => name === column)?.nullable !== false;
  const onDelete =
    textAt(fieldAt(options, 'onDelete')) ??
    (nullable ? 'SET NULL' : kind === 'belongsTo' ? 'NO ACTION' : 'CASCADE');
  const onUpdate = textAt(fieldAt(options, 'onUpdate')) ?? 'CASCADE';
  putReference(
    on,
    owner.table,
    [column],
    { table: qualified(other), columns: [keyOf.name], onDelete, onUpdate },
    origin,
  );
}

const qualified = ({ table }: ModelDraft): string =>
  table.schema === undefined ? table.name : `${table.schema}.${table.name}`;

const keyColumn = ({ table }: ModelDraft) =>
  table.columns.find(({ name }) => table.primaryKey?.columns[0] === name);

/** `User_id` is `UserId`. */
const lowered = (text: string): string =>
  text.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function between(
  on: SchemaContext,
  source: ModelDraft,
  target: ModelDraft,
  options: Value | undefined,
  origin: Origin,
  given: ModelDraft | undefined,
): void {
  const through = fieldAt(options, 'through');
  const name = textAt(through) ?? textAt(fieldAt(through, 'model'));
  if (given === undefined && name === undefined) return;
  const known = given?.table ?? on.draft.tables.get(name ?? '');
  const table = known ?? emptyTable(name ?? '', undefined, origin);
  const stamp = on.dialect === 'postgresql' ? 'timestamptz' : 'datetime';
  if (known === undefined) {
    on.draft.tables.set(name ?? '', table);
    if (!isFalse(fieldAt(options, 'timestamps')))
      for (const each of ['createdAt', 'updatedAt'])
        putColumn(
          on,
          table,
          { name: source.snake ? underscored(each) : each, type: stamp, nullable: false },
          origin,
        );
  }
  const keys: string[] = [];
  for (const [side, option] of [
    [source, 'foreignKey'],
    [target, 'otherKey'],
  ] as const) {
    const keyOf = keyColumn(side);
    if (keyOf === undefined) continue;
    const chosen = fieldAt(options, option);
    const attribute =
      textAt(chosen) ?? textAt(fieldAt(chosen, 'name')) ?? lowered(`${singular(side.name)}_${keyOf.name}`);
    const column = given?.columns.get(attribute) ?? (source.snake ? underscored(attribute) : attribute);
    keys.push(column);
    if (!table.columns.some((one) => one.name === column))
      addColumn(on.draft, table, { name: column, type: keyOf.type, nullable: false, origin });
    if (table.foreignKeys.some(({ columns }) => columns.join() === column)) continue;
    putReference(
      on,
      table,
      [column],
      { table: qualified(side), columns: [keyOf.name], onDelete: 'CASCADE', onUpdate: 'CASCADE' },
      origin,
    );
  }
  if (known === undefined || table.primaryKey === undefined)
    addPrimaryKey(table, { name: `${table.name}_pkey`, columns: keys, origin });
}
