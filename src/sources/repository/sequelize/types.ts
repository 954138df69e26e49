import { fieldAt, numberAt, settled, textAt, textsAt } from '../code-migrations/values.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Value } from '../javascript/value.ts';

const postgres: Readonly<Record<string, string>> = {
  STRING: 'varchar(255)',
  CHAR: 'char(255)',
  TEXT: 'text',
  CITEXT: 'citext',
  TSVECTOR: 'tsvector',
  INTEGER: 'integer',
  MEDIUMINT: 'integer',
  TINYINT: 'smallint',
  SMALLINT: 'smallint',
  BIGINT: 'bigint',
  FLOAT: 'double precision',
  REAL: 'real',
  DOUBLE: 'double precision',
  'DOUBLE PRECISION': 'double precision',
  DECIMAL: 'numeric',
  NUMERIC: 'numeric',
  BOOLEAN: 'boolean',
  DATE: 'timestamptz',
  DATEONLY: 'date',
  TIME: 'time',
  UUID: 'uuid',
  UUIDV4: 'uuid',
  UUIDV1: 'uuid',
  JSON: 'json',
  JSONB: 'jsonb',
  HSTORE: 'hstore',
  BLOB: 'bytea',
  INET: 'inet',
  CIDR: 'cidr',
  MACADDR: 'macaddr',
  GEOMETRY: 'geometry',
  GEOGRAPHY: 'geography',
};

const mysql: Readonly<Record<string, string>> = {
  ...postgres,
  TINYINT: 'tinyint',
  MEDIUMINT: 'mediumint',
  FLOAT: 'float',
  DOUBLE: 'double',
  REAL: 'double',
  DECIMAL: 'decimal',
  NUMERIC: 'decimal',
  BOOLEAN: 'tinyint(1)',
  DATE: 'datetime',
  UUID: 'char(36)',
  UUIDV4: 'char(36)',
  JSONB: 'json',
  BLOB: 'blob',
  CITEXT: 'text',
};

const ranges: Readonly<Record<string, string>> = {
  INTEGER: 'int4range',
  BIGINT: 'int8range',
  DECIMAL: 'numrange',
  DATE: 'tstzrange',
  DATEONLY: 'daterange',
};

/** The word of a data type: `STRING` of `DataTypes.STRING(20)` and `Sequelize.STRING`. */
export function typeWord(value: Value | undefined): string | undefined {
  const one = settled(value);
  const path = one?.kind === 'library' ? one.path : one?.kind === 'result' ? one.callee.path : undefined;
  return path
    ?.split('.')
    .map((part) => part.replace(/\(\)$/, ''))
    .find((part) => /^[A-Z][A-Z0-9 ]+$/.test(part));
}

const enlarged = (word: string, given: Value | undefined): string | undefined => {
  const size = textAt(given)?.toLowerCase();
  return size !== undefined && /^(tiny|medium|long)$/.test(size) ? `${size}${word}` : undefined;
};

/** The type a data type of Sequelize becomes, as SQL writes it. `enumName` is what PostgreSQL's type is called. */
export function sequelizeType(value: Value | undefined, dialect: Dialect, enumName: string): string {
  const text = textAt(value);
  if (text !== undefined) return text;
  const one = settled(value);
  const word = typeWord(value);
  if (word === undefined) return 'unknown';
  const args = one?.kind === 'result' ? one.args : [];
  const unsigned = dialect === 'mysql' && pathOf(one).includes('UNSIGNED') ? ' unsigned' : '';
  const table = dialect === 'postgresql' ? postgres : mysql;
  if (word === 'ENUM')
    return dialect === 'postgresql'
      ? enumName
      : `enum(${(textsAt(fieldAt(args[0], 'values')).length > 0 ? textsAt(fieldAt(args[0], 'values')) : args.flatMap((arg) => textsAt(arg))).map((label) => `'${label.replaceAll("'", "''")}'`).join(',')})`;
  if (word === 'ARRAY') return `${sequelizeType(fieldAt(args[0], 'type') ?? args[0], dialect, enumName)}[]`;
  if (word === 'RANGE') return ranges[typeWord(args[0]) ?? 'INTEGER'] ?? 'int4range';
  const base = table[word] ?? word.toLowerCase();
  if (dialect === 'mysql' && (word === 'TEXT' || word === 'BLOB')) return enlarged(base, args[0]) ?? base;
  return sized(word, base, args) + unsigned;
}

const pathOf = (value: Value | undefined): string =>
  value?.kind === 'library' ? value.path : value?.kind === 'result' ? value.callee.path : '';

function sized(word: string, base: string, args: readonly Value[]): string {
  const [first, second] = [
    numberAt(args[0]) ?? numberAt(fieldAt(args[0], 'length', 'precision')),
    numberAt(args[1]) ?? numberAt(fieldAt(args[0], 'scale')),
  ];
  if (first === undefined) return base;
  if (word === 'STRING' || word === 'CHAR') return base.replace('255', String(first));
  if (word === 'DECIMAL' || word === 'NUMERIC')
    return `${base}(${first}${second === undefined ? '' : `,${second}`})`;
  if (word === 'DATE')
    return base === 'timestamptz' ? `timestamp(${first}) with time zone` : `${base}(${first})`;
  if (word === 'FLOAT' && base === 'double precision') return first <= 24 ? 'real' : base;
  return base;
}
