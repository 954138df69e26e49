import type { Annotated } from '../annotations.ts';
import { attribute } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { classOf, scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

const types: Readonly<Record<string, string>> = {
  int: 'integer',
  Integer: 'integer',
  Int: 'integer',
  long: 'bigint',
  Long: 'bigint',
  BigInteger: 'numeric(38,0)',
  short: 'smallint',
  Short: 'smallint',
  byte: 'smallint',
  Byte: 'smallint',
  boolean: 'boolean',
  Boolean: 'boolean',
  double: 'double precision',
  Double: 'double precision',
  float: 'real',
  Float: 'real',
  UUID: 'uuid',
  LocalDate: 'date',
  LocalTime: 'time without time zone',
  LocalDateTime: 'timestamp without time zone',
  Date: 'timestamp without time zone',
  Calendar: 'timestamp without time zone',
  Timestamp: 'timestamp without time zone',
  Instant: 'timestamp with time zone',
  OffsetDateTime: 'timestamp with time zone',
  ZonedDateTime: 'timestamp with time zone',
  Duration: 'numeric(21,0)',
  ByteArray: 'bytea',
  JsonNode: 'jsonb',
  char: 'character(1)',
  Character: 'character(1)',
};

/** The type PostgreSQL gives a property, as Hibernate makes it. */
export function columnType(
  world: World,
  owner: ClassDeclaration,
  annotations: readonly Annotated[],
  type: TypeName | undefined,
): string {
  const column = annotations.find(({ name }) => name === 'Column');
  const value = (key: string): string | undefined => {
    const given = column === undefined ? undefined : attribute(column, key);
    return given === undefined || column === undefined ? undefined : textOf(world, given, column.scope).text;
  };
  const defined = value('columnDefinition');
  if (defined !== undefined)
    return defined.toLowerCase().replace(/\s+(not null|null|default|unique)\b.*$/, '');
  const name = lastName(type?.name ?? '');
  const isText = name === 'String' || name === 'CharSequence';
  if (annotations.some((each) => each.name === 'Lob')) return isText ? 'text' : 'oid';
  if (
    classOf(world, type?.name ?? '', scopeOf(owner))?.kind === 'enum' ||
    annotations.some((each) => each.name === 'Enumerated')
  )
    return enumType(annotations, value('length'));
  if (name === 'BigDecimal') return `numeric(${value('precision') ?? '38'},${value('scale') ?? '2'})`;
  const temporal = annotations.find((each) => each.name === 'Temporal');
  const kind = temporal === undefined ? undefined : attribute(temporal, 'value');
  if (kind?.kind === 'member' && kind.name === 'DATE') return 'date';
  if (name === '[]')
    return /^(byte|Byte)$/.test(type?.args[0]?.name ?? '')
      ? 'bytea'
      : `${types[type?.args[0]?.name ?? ''] ?? 'character varying(255)'}[]`;
  const known = Object.hasOwn(types, name) ? types[name] : undefined;
  return known ?? `character varying(${value('length') ?? '255'})`;
}

function enumType(annotations: readonly Annotated[], length: string | undefined): string {
  const found = annotations.find(({ name }) => name === 'Enumerated');
  const kind = found === undefined ? undefined : attribute(found, 'value');
  const isText = (kind?.kind === 'member' || kind?.kind === 'name') && kind.name === 'STRING';
  return isText ? `character varying(${length ?? '255'})` : 'smallint';
}
