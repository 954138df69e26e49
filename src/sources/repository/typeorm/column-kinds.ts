import { listAt, scalarAt, settled, textAt } from '../code-migrations/values.ts';
import type { Decoration } from '../javascript/decorators.ts';
import type { Value } from '../javascript/value.ts';
import type { ModelField } from '../models/classes.ts';
import { literal } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { quoted } from '../sql/names.ts';
import type { EntityContext } from './entities.ts';

export interface Kind {
  readonly type: string;
  readonly nullable: boolean;
  readonly counts: boolean;
  readonly uuid: boolean;
  readonly default?: string;
  readonly precision?: number;
}

export function kindOf(
  on: EntityContext,
  field: ModelField,
  { name, args }: Decoration,
  option: (key: string) => Value | undefined,
): Kind {
  const given = textAt(args[0]) ?? textAt(option('type'));
  const plain: Kind = {
    type: given ?? typeOf(field, args[0] ?? option('type')),
    nullable: false,
    counts: false,
    uuid: false,
  };
  const dates =
    on.dialect === 'mysql'
      ? { type: textAt(option('type')) ?? 'datetime', precision: 6, default: 'CURRENT_TIMESTAMP(6)' }
      : { type: given ?? 'timestamp', default: 'now()' };
  switch (name) {
    case 'PrimaryGeneratedColumn': {
      const uuid = given === 'uuid';
      const type =
        textAt(option('type')) ?? (uuid ? (on.dialect === 'postgresql' ? 'uuid' : 'varchar(36)') : 'int');
      return {
        ...plain,
        type,
        uuid: uuid && on.dialect === 'postgresql',
        counts: !uuid && given !== 'rowid',
      };
    }
    case 'CreateDateColumn':
    case 'UpdateDateColumn':
      return { ...plain, ...dates };
    case 'DeleteDateColumn':
      return {
        ...plain,
        type: dates.type,
        nullable: true,
        ...(on.dialect === 'mysql' ? { precision: 6 } : {}),
      };
    case 'VersionColumn':
      return { ...plain, type: 'int' };
    default:
      if (plain.type === 'enum' || option('enum') === undefined) return plain;
      return { ...plain, type: given ?? 'enum' };
  }
}

/** What TypeORM takes from the declared type when none is given, or from `String`, `Number` and the like. */
function typeOf(field: ModelField, given: Value | undefined): string {
  const one = settled(given);
  const word =
    one?.kind === 'library'
      ? one.package.replace('global:', '')
      : one?.kind === 'native'
        ? one.name
        : undefined;
  switch (word ?? field.type.name) {
    case 'String':
    case 'string':
      return 'varchar';
    case 'Number':
    case 'number':
      return 'number';
    case 'Boolean':
    case 'boolean':
      return 'boolean';
    case 'Date':
      return 'date_js';
    case 'bigint':
      return 'bigint';
    case 'Buffer':
      return 'blob';
    case undefined:
      return 'varchar';
    default:
      return 'varchar';
  }
}

export function enumType(
  on: EntityContext,
  table: TableDraft,
  column: string,
  labels: Value,
  given: string | undefined,
  { site }: ModelField,
): string {
  const one = settled(labels);
  const values =
    one?.kind === 'object' ? enumValues(one) : listAt(labels).map((label) => String(scalarAt(label)));
  if (on.dialect !== 'postgresql') return `enum(${values.map((value) => `'${value}'`).join(',')})`;
  const name = given ?? `${table.name}_${column.toLowerCase()}_enum`;
  if (!on.draft.enums.has(name)) on.draft.enums.set(name, { name, labels: values, origin: site.origin });
  return quoted(name);
}

/** The values of an enum object; a numeric enum has its names as keys as well. */
export const enumValues = (value: Extract<Value, { kind: 'object' }>): readonly string[] =>
  [...value.fields.entries()].filter(([key]) => !/^\d+$/.test(key)).map(([, each]) => String(scalarAt(each)));

/** A function gives SQL, anything else is a value. */
export function defaultText(
  on: EntityContext,
  value: Value | undefined,
  { site }: Decoration,
): string | undefined {
  const one = settled(value);
  if (one === undefined) return undefined;
  if (one.kind === 'function') return textAt(on.world.machine.call(one, [], site));
  if (one.kind === 'object') return one.fields.size === 0 ? "'{}'" : undefined;
  if (one.kind === 'array')
    return one.items.length === 0 ? (on.dialect === 'postgresql' ? "'{}'" : undefined) : undefined;
  const scalar = scalarAt(one);
  if (on.dialect === 'mysql' && typeof scalar === 'boolean') return scalar ? '1' : '0';
  return literal(scalar);
}
