import type { Decoration } from '../javascript/decorators.ts';
import type { ClassValue, Value } from '../javascript/value.ts';
import {
  fieldAt,
  isFalse,
  isTrue,
  listAt,
  numberAt,
  scalarAt,
  settled,
  textAt,
} from '../code-migrations/values.ts';
import type { ModelField, ModelWorld } from '../models/classes.ts';
import { fieldsOf, typeValue } from '../models/classes.ts';
import type { ColumnSpec, SchemaContext } from '../schema/columns.ts';
import { literal, putColumn } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { quoted } from '../sql/names.ts';
import { enumValues } from '../typeorm/column-kinds.ts';
import { snake } from '../typeorm/naming.ts';

export interface MikroEntity {
  readonly shape: ClassValue;
  readonly table: TableDraft;
  readonly fields: readonly ModelField[];
  readonly columns: Map<string, string>;
}

export interface MikroContext extends SchemaContext {
  readonly world: ModelWorld;
  readonly entities: Map<ClassValue, MikroEntity>;
}

export const isPackage = ({ package: from }: Decoration): boolean => from.startsWith('@mikro-orm/');

export const decorationOf = (field: ModelField, ...names: readonly string[]): Decoration | undefined =>
  field.decorations.find((one) => isPackage(one) && names.includes(one.name));

/** The columns of an embedded object, with its prefix. */
export function embed(
  on: MikroContext,
  entity: MikroEntity,
  field: ModelField,
  decoration: Decoration,
): void {
  const options = decoration.args.findLast((arg) => settled(arg)?.kind === 'object');
  const [first] = decoration.args;
  const target =
    first?.kind === 'function'
      ? on.world.machine.call(first, [], decoration.site)
      : (fieldAt(options, 'entity') ?? typeValue(on.world, field));
  const called = target?.kind === 'function' ? on.world.machine.call(target, [], decoration.site) : target;
  const one = settled(called);
  if (isTrue(fieldAt(options, 'object')) || isTrue(fieldAt(options, 'array'))) {
    const name = textAt(fieldAt(options, 'fieldName')) ?? snake(field.name);
    entity.columns.set(field.name, name);
    return putColumn(
      on,
      entity.table,
      { name, type: 'jsonb', nullable: isTrue(fieldAt(options, 'nullable')) },
      field.site.origin,
    );
  }
  if (one?.kind !== 'class') return;
  const given = fieldAt(options, 'prefix');
  const prefix = isFalse(given) ? '' : (textAt(given) ?? `${snake(field.name)}_`);
  for (const inner of fieldsOf(on.world, one)) {
    const property = decorationOf(inner, 'Property', 'Enum');
    if (property === undefined) continue;
    const spec = propertySpec(on, entity.table, inner, property, prefix);
    const nullable = spec.nullable || isTrue(fieldAt(options, 'nullable'));
    entity.columns.set(`${field.name}.${inner.name}`, spec.name);
    putColumn(on, entity.table, { ...spec, nullable }, inner.site.origin);
  }
}

export function propertySpec(
  on: MikroContext,
  table: TableDraft,
  field: ModelField,
  decoration: Decoration,
  prefix: string,
): ColumnSpec {
  const options = decoration.args.findLast((arg) => settled(arg)?.kind === 'object');
  const option = (key: string): Value | undefined => fieldAt(options, key);
  const name = prefix + (textAt(option('fieldName')) ?? textAt(option('name')) ?? snake(field.name));
  const primary = decoration.name === 'PrimaryKey';
  const labels = decoration.name === 'Enum' ? enumLabels(on, field, decoration) : undefined;
  const native = textAt(option('nativeEnumName'));
  const type =
    textAt(option('columnType')) ??
    (labels === undefined ? typeText(on, field, option) : enumText(on, labels, native, field));
  const raw = textAt(option('defaultRaw'));
  const value = raw ?? literal(scalarAt(option('default')));
  const comment = textAt(option('comment'));
  const text =
    settled(option('default'))?.kind === 'primitive' &&
    typeof scalarAt(option('default')) === 'string' &&
    (textAt(option('default')) ?? '').endsWith('()')
      ? textAt(option('default'))
      : value;
  const unique = isTrue(option('unique')) ? `${table.name}_${name}_unique` : textAt(option('unique'));
  const counts = primary && /^(int|integer|bigint|serial)$/.test(type) && !isFalse(option('autoincrement'));
  const check =
    labels !== undefined &&
    native === undefined &&
    on.dialect === 'postgresql' &&
    labels.every((label) => typeof label === 'string')
      ? `${quoted(name)} in (${labels.map((label) => `'${label}'`).join(', ')})`
      : undefined;
  return {
    name,
    type,
    nullable:
      isTrue(option('nullable')) || (field.type.nullable && option('nullable') === undefined && !primary),
    primary,
    counts,
    ...(unique === undefined ? {} : { unique }),
    ...(text === undefined ? {} : { default: text }),
    ...(check === undefined ? {} : { check }),
    ...(comment === undefined ? {} : { comment }),
  };
}

function enumLabels(
  on: MikroContext,
  field: ModelField,
  decoration: Decoration,
): readonly (string | number)[] {
  const [first] = decoration.args;
  const options = decoration.args.findLast((arg) => settled(arg)?.kind === 'object');
  const items = first?.kind === 'function' ? first : fieldAt(options, 'items');
  const value =
    items?.kind === 'function'
      ? on.world.machine.call(items, [], decoration.site)
      : (items ?? typeValue(on.world, field));
  const one = settled(value);
  const list = one?.kind === 'object' ? enumValues(one) : listAt(value).map((item) => String(scalarAt(item)));
  return list.map((item) => (/^\d+$/.test(item) ? Number(item) : item));
}

function enumText(
  on: MikroContext,
  labels: readonly (string | number)[],
  native: string | undefined,
  { site }: ModelField,
): string {
  if (labels.length > 0 && labels.every((label) => typeof label === 'number')) return 'smallint';
  if (on.dialect === 'mysql') return `enum(${labels.map((label) => `'${label}'`).join(',')})`;
  if (native === undefined || on.dialect !== 'postgresql') return 'text';
  if (!on.draft.enums.has(native))
    on.draft.enums.set(native, { name: native, labels: labels.map(String), origin: site.origin });
  return quoted(native);
}

/** By the option, else by the declared type. */
function typeText(on: MikroContext, field: ModelField, option: (key: string) => Value | undefined): string {
  const given = settled(option('type'));
  const word =
    textAt(given) ??
    (given?.kind === 'library'
      ? given.path.split('.').at(-1)
      : given?.kind === 'class'
        ? given.node.id?.name
        : undefined);
  const length = numberAt(option('length'));
  const precision = numberAt(option('precision'));
  const scale = numberAt(option('scale'));
  const mysql = on.dialect === 'mysql';
  if (field.type.array && word === undefined) return mysql ? 'text' : 'text[]';
  switch ((word ?? field.type.name ?? 'string').replace(/Type$/, '').toLowerCase()) {
    case 'string':
    case 'varchar':
      return `varchar(${length ?? 255})`;
    case 'number':
    case 'integer':
    case 'int':
      return 'int';
    case 'boolean':
    case 'bool':
      return mysql ? 'tinyint(1)' : 'boolean';
    case 'bigint':
    case 'smallint':
      return (word ?? 'bigint').replace(/Type$/, '').toLowerCase();
    case 'float':
      return mysql ? 'float' : 'real';
    case 'double':
      return mysql ? 'double' : 'double precision';
    case 'decimal':
      return `numeric(${precision ?? 10},${scale ?? 0})`;
    case 'date':
      return word === undefined || word === 'Date'
        ? mysql
          ? `datetime${length === undefined ? '' : `(${length})`}`
          : `timestamp(${length ?? 0}) with time zone`
        : 'date';
    case 'datetime':
    case 'timestamp':
      return mysql ? 'datetime' : `timestamp(${length ?? 0}) with time zone`;
    case 'uuid':
      return mysql ? 'varchar(36)' : 'uuid';
    case 'buffer':
    case 'blob':
      return mysql ? 'blob' : 'bytea';
    case 'array':
    case 'enumarray':
      return mysql ? 'text' : 'text[]';
    case 'json':
    case 'object':
    case 'record':
      return mysql ? 'json' : 'jsonb';
    default:
      return word === undefined ? (mysql ? 'json' : 'jsonb') : word.toLowerCase();
  }
}
