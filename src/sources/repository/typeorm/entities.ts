import { fieldAt, isFalse, isTrue, numberAt, scalarAt, settled, textAt } from '../code-migrations/values.ts';
import type { Decoration } from '../javascript/decorators.ts';
import type { ClassValue, Value } from '../javascript/value.ts';
import { decorationsOf, fieldsOf } from '../models/classes.ts';
import type { ModelField, ModelWorld } from '../models/classes.ts';
import { putColumn } from '../schema/columns.ts';
import type { ColumnSpec, SchemaContext } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { defaultText, enumType, kindOf } from './column-kinds.ts';
import { columnTypeText } from './column-types.ts';
import { hashedName } from './names.ts';
import type { Naming } from './naming.ts';
import { emptyTable } from '../sql/draft.ts';

/** Entities while they are read: first all columns, then the keys that need the columns of others. */
export interface EntityDraft {
  readonly shape: ClassValue;
  readonly table: TableDraft;
  readonly fields: readonly ModelField[];
  /** Property to column, embedded ones with dots. */
  readonly columns: Map<string, string>;
}

export interface EntityContext extends SchemaContext {
  readonly world: ModelWorld;
  readonly naming: Naming;
  readonly entities: Map<ClassValue, EntityDraft>;
}

const named = (decorations: readonly Decoration[], ...names: readonly string[]): Decoration | undefined =>
  decorations.find(({ package: from, name }) => from === 'typeorm' && names.includes(name));

export const decorationOf = named;

/** The table of an entity class; nothing for a class that is no entity of its own. */
export function readEntity(on: EntityContext, shape: ClassValue): void {
  const decorations = decorationsOf(on.world, shape);
  const entity = named(decorations, 'Entity', 'ChildEntity');
  if (entity === undefined || on.entities.has(shape)) return;
  const className = shape.node.id?.name ?? '';
  const fields = fieldsOf(on.world, shape);
  const parent = entity.name === 'ChildEntity' ? parentEntity(on, shape) : undefined;
  const options = entity.args.find((arg) => settled(arg)?.kind === 'object');
  const name = textAt(entity.args[0]) ?? textAt(fieldAt(options, 'name')) ?? on.naming.table(className);
  const schema = textAt(fieldAt(options, 'schema'));
  const table =
    parent?.table ?? emptyTable(name, schema === 'public' ? undefined : schema, entity.site.origin);
  const draft: EntityDraft = { shape, table, fields, columns: new Map(parent?.columns) };
  on.entities.set(shape, draft);
  for (const field of fields)
    readField(on, draft, field, { prefixes: [], path: '', child: parent !== undefined }, 0);
  const inheritance = named(decorations, 'TableInheritance');
  if (inheritance !== undefined && !draft.columns.has('type')) addDiscriminator(on, draft, inheritance);
  const key = table.primaryKey;
  if (key !== undefined) table.primaryKey = { ...key, name: hashedName('PK', table.name, key.columns) };
  if (parent === undefined)
    on.draft.tables.set(schema === undefined || schema === 'public' ? name : `${schema}.${name}`, table);
}

function parentEntity(on: EntityContext, shape: ClassValue): EntityDraft | undefined {
  for (let at = shape.parent, depth = 0; at?.kind === 'class' && depth < 12; at = at.parent, depth += 1) {
    readEntity(on, at);
    const found = on.entities.get(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addDiscriminator(on: EntityContext, draft: EntityDraft, { args, site }: Decoration): void {
  const column = fieldAt(args[0], 'column');
  const name = textAt(column) ?? textAt(fieldAt(column, 'name')) ?? 'type';
  const type = textAt(fieldAt(column, 'type')) ?? 'varchar';
  if (draft.table.columns.some((one) => one.name === name)) return;
  putColumn(
    on,
    draft.table,
    { name, type: columnTypeText(type, {}, on.dialect), nullable: false },
    site.origin,
  );
}

interface Place {
  readonly prefixes: readonly string[];
  /** Property path of the embedded object around, with a dot at its end. */
  readonly path: string;
  /** Columns of a child in one table may be empty. */
  readonly child: boolean;
}

const columnWords = [
  'Column',
  'PrimaryColumn',
  'PrimaryGeneratedColumn',
  'CreateDateColumn',
  'UpdateDateColumn',
  'DeleteDateColumn',
  'VersionColumn',
  'ObjectIdColumn',
];

function readField(
  on: EntityContext,
  draft: EntityDraft,
  field: ModelField,
  place: Place,
  depth: number,
): void {
  const decoration = named(field.decorations, ...columnWords);
  if (decoration === undefined) return;
  const [first] = decoration.args;
  const embedded = first?.kind === 'function' ? on.world.machine.call(first, [], decoration.site) : undefined;
  if (embedded?.kind === 'class' && depth < 6) {
    const given = fieldAt(decoration.args[1], 'prefix');
    const own =
      given === undefined || isTrue(given)
        ? [field.name]
        : isFalse(given) || textAt(given) === ''
          ? []
          : [textAt(given) ?? field.name];
    const inner: Place = {
      ...place,
      prefixes: [...place.prefixes, ...own],
      path: `${place.path}${field.name}.`,
    };
    for (const each of fieldsOf(on.world, embedded)) readField(on, draft, each, inner, depth + 1);
    return;
  }
  const spec = columnSpec(on, draft.table, field, decoration, place);
  draft.columns.set(`${place.path}${field.name}`, spec.name);
  if (!draft.table.columns.some(({ name }) => name === spec.name))
    putColumn(on, draft.table, spec, field.site.origin);
}

function columnSpec(
  on: EntityContext,
  table: TableDraft,
  field: ModelField,
  decoration: Decoration,
  place: Place,
): ColumnSpec {
  const options = decoration.args.findLast((arg) => settled(arg)?.kind === 'object');
  const option = (key: string): Value | undefined => fieldAt(options, key);
  const name = on.naming.column(field.name, textAt(option('name')), place.prefixes);
  const kind = kindOf(on, field, decoration, option);
  const labels = kind.type === 'enum' || kind.type === 'simple-enum' ? option('enum') : undefined;
  const base =
    labels === undefined ? kind.type : enumType(on, table, name, labels, textAt(option('enumName')), field);
  const length = scalarAt(option('length'));
  const precision = numberAt(option('precision')) ?? kind.precision;
  const scale = numberAt(option('scale'));
  const value = kind.default ?? defaultText(on, option('default'), decoration);
  const generated = named(field.decorations, 'Generated');
  const isUuid = kind.uuid || textAt(generated?.args[0]) === 'uuid';
  const comment = textAt(option('comment'));
  const expression = textAt(option('asExpression'));
  const text = isUuid ? 'uuid_generate_v4()' : value;
  return {
    name,
    type: columnTypeText(
      isUuid && textAt(option('type')) === undefined && on.dialect === 'postgresql' ? 'uuid' : base,
      {
        ...(typeof length === 'string' || typeof length === 'number' ? { length } : {}),
        ...(precision === undefined ? {} : { precision }),
        ...(scale === undefined ? {} : { scale }),
        isArray: isTrue(option('array')),
        unsigned: isTrue(option('unsigned')),
      },
      on.dialect,
    ),
    nullable: kind.nullable || isTrue(option('nullable')) || place.child,
    counts: kind.counts || (generated !== undefined && !isUuid),
    primary:
      decoration.name.startsWith('Primary') ||
      isTrue(option('primary')) ||
      decoration.name === 'ObjectIdColumn',
    ...(isTrue(option('unique')) ? { unique: hashedName('UQ', table.name, [name]) } : {}),
    ...(text === undefined ? {} : { default: text }),
    ...(expression === undefined ? {} : { generated: expression }),
    ...(comment === undefined ? {} : { comment }),
  };
}
