import type { EnumType } from '../../../../model/data.ts';
import { lookInClass, plain } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import { elements } from '../evaluator/sequences.ts';
import type { Value } from '../evaluator/value.ts';
import { argument, booleanOf, numberOf, stringOf } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import { textOf, textsOf } from '../reading/texts.ts';
import { keywordsOf } from './django-state.ts';

export interface SqlType {
  readonly text: string;
  readonly enumeration?: EnumType;
}

/** Types of SQLAlchemy as PostgreSQL prints them. */
const types: Readonly<Record<string, string>> = {
  Integer: 'integer',
  INTEGER: 'integer',
  INT: 'integer',
  BigInteger: 'bigint',
  BIGINT: 'bigint',
  SmallInteger: 'smallint',
  SMALLINT: 'smallint',
  Boolean: 'boolean',
  BOOLEAN: 'boolean',
  Date: 'date',
  DATE: 'date',
  Text: 'text',
  TEXT: 'text',
  UnicodeText: 'text',
  LONGTEXT: 'text',
  MEDIUMTEXT: 'text',
  Float: 'double precision',
  FLOAT: 'double precision',
  Double: 'double precision',
  DOUBLE_PRECISION: 'double precision',
  REAL: 'real',
  LargeBinary: 'bytea',
  BYTEA: 'bytea',
  BLOB: 'bytea',
  PickleType: 'bytea',
  JSON: 'json',
  JSONB: 'jsonb',
  Uuid: 'uuid',
  UUID: 'uuid',
  GUID: 'uuid',
  Interval: 'interval',
  INTERVAL: 'interval',
  INET: 'inet',
  CIDR: 'cidr',
  MACADDR: 'macaddr',
  TSVECTOR: 'tsvector',
  HSTORE: 'hstore',
  CITEXT: 'citext',
  INT4RANGE: 'int4range',
  TSTZRANGE: 'tstzrange',
  DATERANGE: 'daterange',
  OID: 'oid',
  EmailType: 'character varying(255)',
  URLType: 'text',
  UUIDType: 'uuid',
  JSONType: 'json',
  TSVectorType: 'tsvector',
};

/** Types that `Mapped[…]` stands for. */
const ofPython: Readonly<Record<string, string>> = {
  int: 'integer',
  str: 'character varying',
  float: 'double precision',
  bool: 'boolean',
  bytes: 'bytea',
  dict: 'json',
  'datetime.datetime': 'timestamp without time zone',
  'datetime.date': 'date',
  'datetime.time': 'time without time zone',
  'datetime.timedelta': 'interval',
  'decimal.Decimal': 'numeric',
  'uuid.UUID': 'uuid',
};

/** The type a column is given; undefined where it is no type or not known. */
export function sqlType(machine: Machine, value: Value | undefined, depth = 0): SqlType | undefined {
  if (value === undefined || depth > 6) return undefined;
  if (value.kind === 'class' || value.kind === 'instance') {
    // A type of the target's own stands for the one it is stored as.
    const of = value.kind === 'class' ? value : value.of;
    const stored = lookInClass(machine, of, 'impl');
    if (/load_dialect_impl[\s\S]*postgresql[\s\S]*UUID/.test(of.node.text)) return { text: 'uuid' };
    if (stored !== undefined && stored.kind !== 'function') return sqlType(machine, stored, depth + 1);
    if (libraryPath(value) === undefined) return undefined;
  }
  const path = (libraryPath(value) ?? '').replace(/\(\)$/, '');
  const name = path.split('.').at(-1) ?? '';
  if (ofPython[path] !== undefined && depth > 0) return { text: ofPython[path] };
  return namedSqlType(machine, value, name, depth);
}

function namedSqlType(machine: Machine, value: Value, name: string, depth: number): SqlType | undefined {
  const args = keywordsOf(value);
  switch (name) {
    case 'String':
    case 'VARCHAR':
    case 'Unicode':
    case 'NVARCHAR':
    case 'AutoString': {
      const length = args === undefined ? undefined : numberOf(argument(args, 0, 'length'));
      return { text: length === undefined ? 'character varying' : `character varying(${length})` };
    }
    case 'CHAR':
      return {
        text: `character(${(args === undefined ? undefined : numberOf(argument(args, 0, 'length'))) ?? 1})`,
      };
    case 'DateTime':
    case 'TIMESTAMP':
    case 'DATETIME':
    case 'UTCDateTime':
      return {
        text: `timestamp ${args !== undefined && booleanOf(argument(args, 0, 'timezone')) === true ? 'with' : 'without'} time zone`,
      };
    case 'Time':
    case 'TIME':
      return {
        text: `time ${args !== undefined && booleanOf(argument(args, 0, 'timezone')) === true ? 'with' : 'without'} time zone`,
      };
    case 'Numeric':
    case 'NUMERIC':
    case 'DECIMAL': {
      const [precision, scale] =
        args === undefined
          ? []
          : [numberOf(argument(args, 0, 'precision')), numberOf(argument(args, 1, 'scale'))];
      return { text: precision === undefined ? 'numeric' : `numeric(${precision},${scale ?? 0})` };
    }
    case 'ARRAY': {
      const inner = sqlType(
        machine,
        args === undefined ? undefined : argument(args, 0, 'item_type'),
        depth + 1,
      );
      return inner === undefined ? undefined : { ...inner, text: `${inner.text}[]` };
    }
    case 'Enum':
    case 'ENUM':
      return enumType(machine, value);
    default:
      return otherSqlType(machine, value, name, depth);
  }
}

function otherSqlType(machine: Machine, value: Value, name: string, depth: number): SqlType | undefined {
  const args = keywordsOf(value);
  switch (name) {
    case 'Vector':
      return {
        text: `vector(${(args === undefined ? undefined : numberOf(argument(args, 0, 'dim'))) ?? ''})`.replace(
          '()',
          '',
        ),
      };
    default: {
      if (name === 'with_variant' || name === 'mutable' || name === 'as_mutable')
        return sqlType(
          machine,
          value.kind === 'result' && value.callee.kind === 'member' && name === 'with_variant'
            ? value.callee.object
            : args?.positional[0],
          depth + 1,
        );
      const known = types[name];
      return known === undefined ? undefined : { text: known };
    }
  }
}

/** `Enum('a', 'b', name='state')` and `Enum(State)`. */
function enumType(machine: Machine, value: Value): SqlType | undefined {
  const args = keywordsOf(value);
  if (args === undefined || (value.kind !== 'result' && value.kind !== 'instance')) return undefined;
  const [first] = args.positional;
  const labels =
    first?.kind === 'class'
      ? elements(machine, first).items.flatMap((each) =>
          each.kind === 'instance' ? (stringOf(each.attributes.get('name')) ?? []) : [],
        )
      : args.positional.flatMap((each) => textsOf(plain(each)));
  const name =
    textOf(args.keywords.get('name')) ?? (first?.kind === 'class' ? first.name.toLowerCase() : undefined);
  if (booleanOf(args.keywords.get('native_enum')) === false || name === undefined)
    return { text: `character varying(${Math.max(1, ...labels.map(({ length }) => length))})` };
  return { text: name, enumeration: { name, labels, origin: originAt(value.place) } };
}

/** The type of `Mapped[int | None]`, and whether it may be missing. */
export function mappedType(
  machine: Machine,
  type: Value | undefined,
): { readonly type: SqlType | undefined; readonly optional: boolean } {
  if (type === undefined) return { type: undefined, optional: false };
  if (type.kind === 'operation') {
    const options = type.operands.filter((each) => !(each.kind === 'constant' && each.value === null));
    return {
      type: options.length === 1 ? mappedType(machine, options[0]).type : undefined,
      optional: options.length < type.operands.length,
    };
  }
  const path = libraryPath(type) ?? '';
  if (type.kind === 'result' && /(Mapped|Optional|Union|Annotated)\.\[\]\(\)$/.test(path)) {
    const [first, ...others] = type.args.positional.filter(
      (each) => !(each.kind === 'constant' && each.value === null),
    );
    const inner = mappedType(machine, first);
    const noted = /Annotated/.test(path)
      ? others
          .map((each) => sqlType(machine, keywordsOf(each)?.positional[0], 1))
          .find((each) => each !== undefined)
      : undefined;
    return {
      type: noted ?? inner.type,
      optional:
        inner.optional ||
        /Optional/.test(path) ||
        type.args.positional.some((each) => each.kind === 'constant' && each.value === null),
    };
  }
  if (type.kind === 'class' && /Enum$|^enum\./.test(path)) {
    const labels = elements(machine, type).items.flatMap((each) =>
      each.kind === 'instance' ? (stringOf(each.attributes.get('name')) ?? []) : [],
    );
    const name = type.name.toLowerCase();
    return { type: { text: name, enumeration: { name, labels, origin: originAt(type) } }, optional: false };
  }
  return {
    type: ofPython[path] === undefined ? sqlType(machine, type, 1) : { text: ofPython[path] ?? '' },
    optional: false,
  };
}
