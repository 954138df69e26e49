import type { EnumType } from '../../../../model/data.ts';
import type { Origin } from '../../../../model/origin.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { isCallOf, libraryPath } from '../evaluator/paths.ts';
import type { Arguments, ClassValue, Value } from '../evaluator/value.ts';
import { argument, booleanOf, itemsOf } from '../evaluator/value.ts';
import type { ColumnSpec, IndexSpec, ReferenceSpec, SchemaContext } from '../../schema/columns.ts';
import { literal, putColumn, putIndex, putReference, putUnique } from '../../schema/columns.ts';
import { addCheck, addPrimaryKey } from '../../schema/changes.ts';
import type { TableDraft } from '../../sql/draft.ts';
import { plain } from '../evaluator/classes.ts';
import { textOf, textsOf } from '../reading/texts.ts';
import { keywordsOf } from './django-state.ts';
import { mappedType, sqlType } from './sql-types.ts';

export interface ReadColumn {
  readonly spec: ColumnSpec;
  readonly enumeration?: EnumType;
  readonly index: boolean;
  readonly autoincrement: boolean;
}

const isColumn = (value: Value): boolean =>
  /(^|\.)(Column|mapped_column|Field)\(\)$/.test(libraryPath(value) ?? '');

/** `Column('name', Integer, ForeignKey('a.id'), nullable=False)`, also `mapped_column` and `Field` of SQLModel. */
export function readColumn(
  machine: Machine,
  value: Value,
  name: string | undefined,
  type: Value | undefined,
): ReadColumn | undefined {
  const args = keywordsOf(value);
  if (args === undefined || !isColumn(value)) return undefined;
  const inner = args.keywords.get('sa_column');
  if (inner !== undefined && isColumn(inner)) return readColumn(machine, inner, name, type);
  const [first] = args.positional;
  const told = textOf(first);
  const column = told ?? textOf(args.keywords.get('name')) ?? name;
  if (column === undefined) return undefined;
  const parts = [
    ...args.positional.slice(told === undefined ? 0 : 1),
    ...itemsOf(args.keywords.get('type_')),
    ...itemsOf(args.keywords.get('sa_type')),
  ];
  const mapped = mappedType(machine, type);
  const own =
    parts.map((each) => sqlType(machine, each)).find((each) => each !== undefined) ??
    lengthened(mapped.type, args);
  const reference = parts.find((each) => isCallOf(each, 'ForeignKey')) ?? args.keywords.get('foreign_key');
  const primary = booleanOf(args.keywords.get('primary_key')) === true;
  const nullable =
    booleanOf(args.keywords.get('nullable')) ?? (type === undefined ? !primary : mapped.optional);
  const server = args.keywords.get('server_default');
  const value_ = defaultText(server);
  const references = reference === undefined ? undefined : referenceOf(reference, args);
  return {
    spec: {
      name: column,
      type: own?.text ?? (reference === undefined ? 'unknown' : 'integer'),
      nullable: nullable && !primary,
      primary,
      ...(booleanOf(args.keywords.get('unique')) === true ? { unique: true } : {}),
      ...(value_ === undefined ? {} : { default: value_ }),
      ...(references === undefined ? {} : { references }),
    },
    ...(own?.enumeration === undefined ? {} : { enumeration: own.enumeration }),
    index: booleanOf(args.keywords.get('index')) === true,
    autoincrement: booleanOf(args.keywords.get('autoincrement')) !== false && reference === undefined,
  };
}

const lengthened = (type: ReturnType<typeof sqlType>, args: Arguments): ReturnType<typeof sqlType> => {
  const length = args.keywords.get('max_length');
  return type?.text === 'character varying' && length?.kind === 'constant'
    ? { text: `character varying(${String(length.value)})` }
    : type;
};

function defaultText(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const path = libraryPath(value) ?? '';
  if (/(^|\.)(now|current_timestamp)\(\)$/.test(path)) return 'now()';
  if (/(^|\.)func\.\w+\(\)$/.test(path)) return path.replace(/^.*func\./, '');
  if (/(^|\.)(true|false)\(\)$/.test(path)) return path.replace(/^.*\.|\(\)$/g, '');
  if (/(^|\.)(text|literal_column)\(\)$/.test(path)) return textOf(keywordsOf(value)?.positional[0]);
  const text = textOf(value);
  return text === undefined ? undefined : literal(text);
}

/** `'users.id'`, `'schema.users.id'`. */
function referenceOf(value: Value, column: Arguments): ReferenceSpec | undefined {
  const args = keywordsOf(value);
  const target = args === undefined ? value : argument(args, 0, 'column');
  const text = textOf(target) ?? pointed(target);
  if (text === undefined) return undefined;
  const at = text.lastIndexOf('.');
  const [onDelete, onUpdate, name] = [
    textOf(args?.keywords.get('ondelete') ?? column.keywords.get('ondelete')),
    textOf(args?.keywords.get('onupdate')),
    textOf(args?.keywords.get('name')),
  ];
  return {
    table: text.slice(0, at),
    columns: [text.slice(at + 1)],
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(name === undefined ? {} : { name }),
  };
}

/** `ForeignKey(User.id)`: the attribute of a class. */
function pointed(value: Value | undefined): string | undefined {
  if (value?.kind === 'member' && value.object.kind === 'class')
    return `${textOf(value.object.attributes.get('__tablename__')) ?? value.object.name.toLowerCase()}.${value.name}`;
  return undefined;
}

/** Puts columns and constraints of a table where they belong. */
export function putItem(
  on: SchemaContext,
  machine: Machine,
  table: TableDraft,
  item: Value,
  origin: Origin,
  name?: string,
  type?: Value,
): void {
  const column = readColumn(machine, item, name, type);
  if (column !== undefined) {
    if (column.enumeration !== undefined && !on.draft.enums.has(column.enumeration.name))
      on.draft.enums.set(column.enumeration.name, column.enumeration);
    putColumn(on, table, column.spec, origin);
    if (column.index)
      putIndex(
        table,
        {
          name: `ix_${table.name}_${column.spec.name}`,
          columns: [column.spec.name],
          unique: column.spec.unique === true,
        },
        origin,
      );
    return;
  }
  putConstraint(on, table, item, origin);
}

export function putConstraint(on: SchemaContext, table: TableDraft, item: Value, origin: Origin): void {
  const args = keywordsOf(item);
  const kind = /(\w+)\(\)$/.exec(libraryPath(item) ?? '')?.[1];
  if (args === undefined || kind === undefined) return;
  const name = textOf(args.keywords.get('name'));
  const columns = args.positional.flatMap((each) => columnNames(each));
  switch (kind) {
    case 'PrimaryKeyConstraint':
      addPrimaryKey(table, { name: name ?? `${table.name}_pkey`, columns, origin });
      return;
    case 'UniqueConstraint':
      putUnique(on, table, columns, name, origin);
      return;
    case 'ForeignKeyConstraint': {
      const targets = textsOf(args.positional[1]);
      const [first] = targets;
      if (first === undefined) return;
      const onDelete = textOf(args.keywords.get('ondelete'));
      const onUpdate = textOf(args.keywords.get('onupdate'));
      putReference(
        on,
        table,
        textsOf(args.positional[0]),
        {
          table: first.slice(0, first.lastIndexOf('.')),
          columns: targets.map((each) => each.slice(each.lastIndexOf('.') + 1)),
          ...(name === undefined ? {} : { name }),
          ...(onDelete === undefined ? {} : { onDelete }),
          ...(onUpdate === undefined ? {} : { onUpdate }),
        },
        origin,
      );
      return;
    }
    case 'CheckConstraint': {
      const sql = textOf(args.positional[0]) ?? textOf(keywordsOf(args.positional[0])?.positional[0]);
      if (sql !== undefined) addCheck(table, { ...(name === undefined ? {} : { name }), sql, origin });
      return;
    }
    case 'Index': {
      const [own, ...rest] = args.positional;
      const spec = indexSpec(textOf(own), rest, args);
      if (spec !== undefined) putIndex(table, spec, origin);
      return;
    }
    default:
      return;
  }
}

export function indexSpec(
  name: string | undefined,
  columns: readonly Value[],
  args: Arguments,
): IndexSpec | undefined {
  const names = columns.flatMap((each) => columnNames(each));
  const where = textOf(
    keywordsOf(args.keywords.get('postgresql_where'))?.positional[0] ?? args.keywords.get('postgresql_where'),
  );
  const method = textOf(args.keywords.get('postgresql_using'));
  if (name === undefined || names.length === 0) return undefined;
  return {
    name,
    columns: names,
    unique: booleanOf(args.keywords.get('unique')) === true,
    ...(method === undefined ? {} : { method }),
    ...(where === undefined ? {} : { where }),
  };
}

export function columnNames(value: Value): readonly string[] {
  const text = textOf(plain(value));
  if (text !== undefined) return [text];
  if (value.kind === 'list') return value.items.flatMap((each) => columnNames(each));
  if (isColumn(value)) return textsOf(keywordsOf(value)?.positional[0]);
  if (
    value.kind === 'member' &&
    /^(c|columns)$/.test(value.object.kind === 'member' ? value.object.name : '')
  )
    return [value.name];
  const sql = /(^|\.)(text|literal_column)\(\)$/.test(libraryPath(value) ?? '')
    ? textOf(keywordsOf(value)?.positional[0])
    : undefined;
  if (sql !== undefined) return [/^\w+( desc| asc)?$/i.test(sql) ? sql : `(${sql})`];
  return [];
}

/** The evaluated type of an attribute of a class. */
export const annotationOf = (machine: Machine, of: ClassValue, name: string): Value | undefined => {
  const node = of.annotations.get(name);
  return node === undefined ? undefined : evaluate(machine, node, of.scope);
};
