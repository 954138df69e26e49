import type { Dialect } from '../../dialects/dialect.ts';
import type { GoField } from '../machine/types.ts';
import { underlying } from '../machine/types.ts';
import type { GoProgram } from '../program/program.ts';

type ByDialect = Readonly<Record<Dialect, string>>;

const of = (postgresql: string, mysql: string, sqlite: string, mssql: string): ByDialect => ({
  postgresql,
  mysql,
  sqlite,
  mssql,
});

const types: readonly (readonly [RegExp, ByDialect])[] = [
  [/^u?int(64)?$/, of('bigint', 'bigint', 'integer', 'bigint')],
  [/^(u?int32|rune)$/, of('integer', 'int', 'integer', 'int')],
  [/^(u?int(8|16)|byte)$/, of('smallint', 'smallint', 'integer', 'smallint')],
  [/^bool$/, of('boolean', 'tinyint(1)', 'numeric', 'bit')],
  [/^float/, of('numeric', 'double', 'real', 'float')],
  [/^string$/, of('text', 'longtext', 'text', 'nvarchar(max)')],
];

const libraries: readonly (readonly [RegExp, ByDialect])[] = [
  [/^(Time|NullTime|DeletedAt)$/, of('timestamptz', 'datetime(3)', 'datetime', 'datetimeoffset')],
  [/^(NullString)$/, of('text', 'longtext', 'text', 'nvarchar(max)')],
  [/^(NullInt64|NullInt|Duration)$/, of('bigint', 'bigint', 'integer', 'bigint')],
  [/^(NullInt32|NullInt16)$/, of('integer', 'int', 'integer', 'int')],
  [/^(NullBool)$/, of('boolean', 'tinyint(1)', 'numeric', 'bit')],
  [/^(NullFloat64|Decimal|NullDecimal)$/, of('numeric', 'decimal', 'numeric', 'decimal')],
  [/^(UUID|NullUUID)$/, of('uuid', 'char(36)', 'text', 'uniqueidentifier')],
  [/^(JSON|JSONMap|JSONType|RawMessage|JSONSlice|JSONB)$/, of('jsonb', 'json', 'json', 'nvarchar(max)')],
];

const inPostgres: readonly (readonly [RegExp, string])[] = [
  [/^(long|medium|tiny)text$/i, 'text'],
  [/^(long|medium|tiny)?blob$|^bytes$|^(var)?binary(\(\d+\))?$/i, 'bytea'],
  [/^double$/i, 'double precision'],
  [/^(tinyint)(\(\d+\))?$/i, 'smallint'],
  [/^(medium)?int(\(\d+\))$/i, 'integer'],
  [/^bigint(\(\d+\))$/i, 'bigint'],
  [/^datetime(\(\d+\))?$/i, 'timestamp'],
  [/^timestampz$/i, 'timestamptz'],
  [/^nvarchar/i, 'varchar'],
];

/** A type that a tag names for every server, as the one that is used takes it. */
export function adaptedType(type: string, dialect: Dialect): string {
  if (dialect === 'postgresql') {
    const found = inPostgres.find(([name]) => name.test(type.trim()));
    return found === undefined ? type : type.trim().replace(found[0], found[1]);
  }
  return /^bytes$/i.test(type) ? (dialect === 'mysql' ? 'longblob' : 'blob') : type;
}

/** The type of a column by that of its field; nothing for one that is a relation or is not known. */
export function columnType(
  program: GoProgram,
  field: GoField,
  dialect: Dialect,
  size = 0,
): string | undefined {
  const { type } = field;
  if (type?.kind === 'library') return libraries.find(([name]) => name.test(type.name))?.[1][dialect];
  const inner = type?.kind === 'own' ? underlying(program, type) : type;
  const serializes = /serializer:|type:/.test(field.tag);
  switch (inner?.kind) {
    case 'basic': {
      if (inner.name === 'string' && size > 0) return dialect === 'sqlite' ? 'text' : `varchar(${size})`;
      return types.find(([name]) => name.test(inner.name))?.[1][dialect];
    }
    case 'list':
      if (inner.of.kind === 'basic' && /^(byte|uint8)$/.test(inner.of.name))
        return of('bytea', 'longblob', 'blob', 'varbinary(max)')[dialect];
      return serializes || storesItself(program, field) ? text[dialect] : undefined;
    case 'library':
      return libraries.find(([name]) => name.test(inner.name))?.[1][dialect];
    case 'struct':
    case 'map':
      return serializes || storesItself(program, field) ? text[dialect] : undefined;
    case 'own':
    case 'function':
    case undefined:
      return undefined;
  }
}

const text = of('text', 'longtext', 'text', 'nvarchar(max)');

/** A type that says how it is stored: it has `Value` for the driver. */
const storesItself = (program: GoProgram, { type }: GoField): boolean =>
  type?.kind === 'own' && program.packageIn(type.folder)?.methods.get(type.name)?.has('Value') === true;
