import type { Column } from '../../model/data.ts';
import type { RowProfile } from '../../model/legacy-table.ts';
import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import type { ConversionOptions } from './conversion-options.ts';
import { landingSchema } from './names.ts';
import { labelType, setType, textType } from './text-types.ts';

/** A type of MySQL on PostgreSQL. `kind` says how its values are compared on both sides. */
export interface ConvertedType {
  readonly kind:
    | 'integer'
    | 'boolean'
    | 'decimal'
    | 'float'
    | 'date'
    | 'timestamp'
    | 'instant'
    | 'time'
    | 'duration'
    | 'bits'
    | 'text'
    | 'label'
    | 'set'
    | 'json'
    | 'bytes';
  readonly type: string;
  /** The value from what waits; NULL where it cannot be read. */
  readonly value: (waiting: string) => string;
  /** The same before the types of the target are there. */
  readonly untyped?: (waiting: string) => string;
  readonly check?: string;
  readonly labels?: readonly string[];
  /** Characters a text may have. */
  readonly length?: number;
  readonly differences: readonly string[];
}

interface Range {
  readonly type: string;
  readonly low: string;
  readonly high: string;
}

const signed: Readonly<Record<string, Range>> = {
  tinyint: { type: 'smallint', low: '-128', high: '127' },
  smallint: { type: 'smallint', low: '-32768', high: '32767' },
  mediumint: { type: 'integer', low: '-8388608', high: '8388607' },
  int: { type: 'integer', low: '-2147483648', high: '2147483647' },
  bigint: { type: 'bigint', low: '-9223372036854775808', high: '9223372036854775807' },
  year: { type: 'smallint', low: '0', high: '2155' },
};

const unsigned: Readonly<Record<string, Range>> = {
  tinyint: { type: 'smallint', low: '0', high: '255' },
  smallint: { type: 'integer', low: '0', high: '65535' },
  mediumint: { type: 'integer', low: '0', high: '16777215' },
  int: { type: 'bigint', low: '0', high: '4294967295' },
  bigint: { type: 'numeric(20,0)', low: '0', high: '18446744073709551615' },
};

export function convertedType(
  table: string,
  column: Column,
  profile: RowProfile,
  options: ConversionOptions,
): ConvertedType {
  const written = column.type;
  const word = /^\w+/.exec(written)?.[0] ?? '';
  const sizes = (/\(([\d, ]*)\)/.exec(written)?.[1] ?? '').split(',').map(Number);
  const range = (written.includes('unsigned') ? unsigned : signed)[word] ?? signed[word];
  if (range !== undefined) return integerType(column, range, profile);
  if (word === 'decimal' || ((word === 'float' || word === 'double') && sizes.length === 2))
    return decimalType(column, sizes[0] ?? 10, sizes[1] ?? 0);
  if (word === 'float' || word === 'double') return floatType(column, word);
  if (/^(date|datetime|timestamp|time)$/.test(word))
    return timeType(column, word, sizes[0] ?? 0, profile, options);
  if (word === 'bit') return bitType(sizes[0] ?? 1);
  if (word === 'enum') return labelType(table, column, options.schema);
  if (word === 'set') return setType(column);
  if (word === 'json')
    return {
      kind: 'json',
      type: 'json',
      value: (text) => `${landingSchema}.json_of(${text})`,
      differences: ['kept as json, character by character; jsonb would order its keys anew'],
    };
  if (/^(var)?char$|text$|^uuid$|^inet/.test(word)) return textType(word, sizes[0]);
  return {
    kind: 'bytes',
    type: 'bytea',
    value: (raw) => raw,
    differences: /binary$|blob$/.test(word)
      ? []
      : [`${word} is kept as its bytes: it needs an extension to be more`],
  };
}

function integerType(column: Column, range: Range, { beyondSwitch }: RowProfile): ConvertedType {
  const name = quoteName(column.name);
  if (column.type.startsWith('tinyint(1)') && column.default !== 'auto_increment') {
    if (!beyondSwitch.includes(column.name))
      return {
        kind: 'boolean',
        type: 'boolean',
        value: (text) => `(${landingSchema}.integer_of(${text}, 0, 1) = 1)`,
        differences: ['boolean: `= 1` and sums of it in queries need a cast, and 2 is refused'],
      };
    return {
      ...integerOf(range),
      differences: ['tinyint(1) that holds values beside 0 and 1 stays a number'],
    };
  }
  // What counts by itself has to be one of PostgreSQL's own integers.
  if (range.type.startsWith('numeric') && column.default === 'auto_increment')
    return {
      ...integerOf({ type: 'bigint', low: '0', high: '9223372036854775807' }),
      check: `${name} >= 0`,
      differences: ['values above 9,223,372,036,854,775,807 have no room'],
    };
  return {
    ...integerOf(range),
    ...(range.low === '0' &&
      !column.type.startsWith('year') && { check: `${name} between 0 and ${range.high}` }),
    differences:
      range.low === '0' && !column.type.startsWith('year')
        ? [
            'unsigned is a check: a difference below 0 is a number here and was an error or a very large number there',
          ]
        : [],
  };
}

const integerOf = ({ type, low, high }: Range): ConvertedType => ({
  kind: 'integer',
  type,
  value: (text) => `${landingSchema}.integer_of(${text}, ${low}, ${high})::${type}`,
  differences: [],
});

function decimalType(column: Column, digits: number, scale: number): ConvertedType {
  const isUnsigned = column.type.includes('unsigned');
  const low = isUnsigned ? '0' : `'-infinity'`;
  return {
    kind: 'decimal',
    type: `numeric(${digits},${scale})`,
    value: (text) => `${landingSchema}.decimal_of(${text}, ${digits}, ${scale}, ${low})`,
    ...(isUnsigned && { check: `${quoteName(column.name)} >= 0` }),
    differences: column.type.startsWith('decimal')
      ? []
      : ['a float with a scale is kept as the decimal it was printed as'],
  };
}

function floatType(column: Column, word: string): ConvertedType {
  const type = word === 'float' ? 'real' : 'double precision';
  return {
    kind: 'float',
    type,
    value: (text) => `${landingSchema}.${word === 'float' ? 'real_of' : 'double_of'}(${text})`,
    ...(column.type.includes('unsigned') && { check: `${quoteName(column.name)} >= 0` }),
    differences:
      word === 'float' ? ['a dump prints six digits of a float: the rest was lost when it was written'] : [],
  };
}

function timeType(
  column: Column,
  word: string,
  precision: number,
  profile: RowProfile,
  { timeZone }: ConversionOptions,
): ConvertedType {
  const size = Number.isNaN(precision) ? 0 : precision;
  const moment = (text: string): string => `${landingSchema}.timestamp_of(${text})`;
  switch (word) {
    case 'date':
      return {
        kind: 'date',
        type: 'date',
        value: (text) => `${landingSchema}.date_of(${text})`,
        differences: [],
      };
    case 'datetime':
      return {
        kind: 'timestamp',
        type: `timestamp(${size})`,
        value: (text) => `${moment(text)}::timestamp(${size})`,
        differences: [
          'datetime has no zone and stays so: say which one its values are in before it becomes timestamptz',
        ],
      };
    case 'timestamp':
      return {
        kind: 'instant',
        type: `timestamptz(${size})`,
        value: (text) =>
          `(${moment(text)} at time zone interval ${quoteText(timeZone)})::timestamptz(${size})`,
        differences: ['timestamp is a point in time, printed in the zone of the session'],
      };
    default: {
      const duration = (text: string): string => `${landingSchema}.duration_of(${text})`;
      return profile.longTimes.includes(column.name)
        ? {
            kind: 'duration',
            type: `interval(${size})`,
            value: (text) => `${duration(text)}::interval(${size})`,
            differences: ['holds times below 0 or above 24 h: an interval, which is no time of day'],
          }
        : {
            kind: 'time',
            type: `time(${size})`,
            value: (text) => `${duration(text)}::time(${size})`,
            differences: ['times below 0 or above 24 h are refused'],
          };
    }
  }
}

const bitType = (width: number): ConvertedType =>
  width === 1
    ? {
        kind: 'boolean',
        type: 'boolean',
        value: (text) => `(${landingSchema}.bits_of(${text}, 1) = '1')`,
        differences: ['bit(1) is a boolean'],
      }
    : {
        kind: 'bits',
        type: `bit(${width})`,
        value: (text) => `${landingSchema}.bits_of(${text}, ${width})::bit(${width})`,
        differences: ['a bit string is no number here: cast it where it is added or compared with one'],
      };
