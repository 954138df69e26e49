import type { Dialect } from '../dialects/dialect.ts';
import type { Value } from '../javascript/value.ts';
import { fieldAt, isTrue, numberAt, textAt } from '../code-migrations/values.ts';

export interface DrizzleType {
  readonly type: string;
  readonly counts?: boolean;
  readonly nullable?: boolean;
}

/** A column function of Drizzle (`varchar('name', { length: 80 })`) as the type its server gets. */
export function drizzleType(
  name: string,
  options: Value | undefined,
  dialect: Dialect,
): DrizzleType | undefined {
  const length = numberAt(fieldAt(options, 'length'));
  const precision = numberAt(fieldAt(options, 'precision')) ?? numberAt(fieldAt(options, 'fsp'));
  const scale = numberAt(fieldAt(options, 'scale'));
  const size = length === undefined ? '' : `(${length})`;
  if (dialect === 'sqlite') return sqliteType(name);
  switch (name) {
    case 'varchar':
    case 'char':
    case 'binary':
    case 'varbinary':
      return { type: `${name}${size}` };
    case 'numeric':
    case 'decimal':
      return {
        type:
          precision === undefined ? name : `${name}(${precision}${scale === undefined ? '' : `,${scale}`})`,
      };
    case 'timestamp':
    case 'time': {
      const inner = precision === undefined ? '' : `(${precision})`;
      const zone =
        isTrue(fieldAt(options, 'withTimezone')) && dialect === 'postgresql' ? ' with time zone' : '';
      return { type: `${name}${inner}${zone}` };
    }
    case 'datetime':
      return { type: precision === undefined ? name : `${name}(${precision})` };
    case 'doublePrecision':
      return { type: 'double precision' };
    case 'int':
    case 'tinyint':
    case 'smallint':
    case 'mediumint':
    case 'bigint':
      return {
        type: name + (dialect === 'mysql' && isTrue(fieldAt(options, 'unsigned')) ? ' unsigned' : ''),
      };
    case 'vector':
    case 'halfvec':
    case 'bit': {
      const dimensions = numberAt(fieldAt(options, 'dimensions'));
      return { type: dimensions === undefined ? name : `${name}(${dimensions})` };
    }
    case 'geometry':
      return {
        type:
          textAt(fieldAt(options, 'type')) === undefined
            ? 'geometry(point)'
            : `geometry(${textAt(fieldAt(options, 'type')) ?? ''})`,
      };
    default:
      return plain.has(name) ? { type: name } : undefined;
  }
}

const plain = new Set([
  'serial',
  'smallserial',
  'bigserial',
  'boolean',
  'integer',
  'text',
  'uuid',
  'json',
  'jsonb',
  'date',
  'real',
  'double',
  'float',
  'interval',
  'inet',
  'cidr',
  'macaddr',
  'macaddr8',
  'point',
  'line',
  'longtext',
  'mediumtext',
  'tinytext',
  'year',
  'bytea',
  'sparsevec',
]);

function sqliteType(name: string): DrizzleType | undefined {
  return ['integer', 'text', 'real', 'blob', 'numeric'].includes(name) ? { type: name } : undefined;
}
