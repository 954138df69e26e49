import { quoteText } from '../../artifacts/sql-names.ts';
import type { ConvertedColumn } from '../conversion/column.ts';
import type { Family } from './family.ts';
import { momentMapping } from './moments.ts';
import { labelsTable, mappingSchema } from './names.ts';

/** How a value becomes one of the target. */
export interface ValueMapping {
  /** The value of the target from `given`, SQL of the converted one; NULL where there is none. */
  readonly value: (given: string) => string;
  /** The converted value back from `held`, SQL of the target's; absent where it cannot be told from it. */
  readonly back?: (held: string) => string;
  /** The value is changed on its way, for rows where this holds. */
  readonly rounded?: (given: string) => string;
  readonly words: readonly string[];
}

export interface ValueContext {
  readonly family: Family;
  /** `schema.table.column` of the target. */
  readonly column: string;
  readonly type: string;
  readonly labels?: readonly string[];
  readonly money: boolean;
  readonly localZone: string;
}

const same = (given: string): string => given;
const call = (name: string, ...values: readonly string[]): string =>
  `${mappingSchema}.${name}(${values.join(', ')})`;

/** Undefined where no value of the one kind is one of the other. */
export function valueMapping(source: ConvertedColumn, context: ValueContext): ValueMapping | undefined {
  const { family, labels } = context;
  if (labels !== undefined) return labelMapping(context, labels, source);
  switch (family.kind) {
    case 'text':
      return textMapping(source);
    case 'whole':
      return wholeMapping(source, family, context);
    case 'numeric':
      return numericMapping(source, family);
    case 'float':
      return isNumber(source)
        ? {
            value: (given) => `${given}::double precision`,
            back: (held) => `${held}::${source.type}`,
            words: [],
          }
        : undefined;
    case 'boolean':
      return switchMapping(source);
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return momentMapping(source, family.kind, context.localZone);
    case 'json':
      return jsonMapping(source, family.binary);
    case 'bytes':
      return source.kind === 'bytes' ? { value: same, back: same, words: [] } : undefined;
    case 'uuid':
      return source.kind === 'text'
        ? {
            value: (given) => `case when pg_input_is_valid(${given}, 'uuid') then ${given}::uuid end`,
            words: [],
          }
        : undefined;
    case 'time':
    case 'interval':
      return source.kind === 'time' || source.kind === 'duration'
        ? {
            value: (given) => `${given}::${family.kind}`,
            back: (held) => `${held}::${source.type}`,
            words: [],
          }
        : undefined;
    case 'other':
      return undefined;
  }
}

const isNumber = ({ kind }: ConvertedColumn): boolean =>
  kind === 'integer' || kind === 'decimal' || kind === 'float';

function labelMapping(
  { column, type }: ValueContext,
  labels: readonly string[],
  source: ConvertedColumn,
): ValueMapping {
  const cast = /^(text|varchar|character)/.test(type) ? '' : `::${type}`;
  return {
    value: (given) => `${call('label_of', quoteText(column), `${given}::text`)}${cast}`,
    ...((source.kind === 'text' || source.kind === 'label') && {
      back: (held) => `${call('legacy_label_of', quoteText(column), `${held}::text`)}::${source.type}`,
    }),
    words: [
      `one of ${labels.slice(0, 12).join(', ')}${labels.length > 12 ? ' …' : ''}: ${labelsTable} says which value means which`,
    ],
  };
}

function textMapping(source: ConvertedColumn): ValueMapping {
  switch (source.kind) {
    case 'bytes':
      return {
        value: (given) => `replace(encode(${given}, 'base64'), e'\\n', '')`,
        back: (held) => `decode(${held}, 'base64')`,
        words: ['bytes written in base64'],
      };
    case 'boolean':
      return {
        value: (given) => `${given}::text`,
        back: (held) => `${held}::boolean`,
        words: ['true or false'],
      };
    case 'float':
    case 'integer':
    case 'decimal':
    case 'json':
    case 'time':
    case 'duration':
    case 'bits':
    case 'label':
    case 'date':
    case 'timestamp':
      return { value: (given) => `${given}::text`, back: (held) => `${held}::${source.type}`, words: [] };
    case 'instant':
      return { value: (given) => `(${given} at time zone 'UTC')::text`, words: ['a text in UTC'] };
    case 'text':
    case 'set':
      return { value: (given) => `${given}::text`, back: same, words: [] };
  }
}

function wholeMapping(
  source: ConvertedColumn,
  { low, high }: { readonly low: string; readonly high: string },
  { money }: ValueContext,
): ValueMapping | undefined {
  if (source.kind === 'boolean')
    return { value: (given) => `${given}::integer`, back: (held) => `(${held} = 1)`, words: ['0 or 1'] };
  if (source.kind === 'text')
    return {
      value: (given) =>
        `${call('whole_of', `case when ${given} ~ '^\\s*[-+]?\\d{1,30}\\s*$' then ${given}::numeric end`, low, high)}`,
      words: ['digits of a text'],
    };
  if (!isNumber(source)) return undefined;
  if (money && source.kind !== 'integer')
    return {
      value: (given) => call('whole_of', `round(${given}::numeric * 100)`, low, high),
      back: (held) => `(${held}::numeric / 100)::${source.type}`,
      rounded: (given) => `${given}::numeric * 100 <> round(${given}::numeric * 100)`,
      words: ['an amount in minor units: hundredths of what it was'],
    };
  return {
    value: (given) => call('whole_of', `${given}::numeric`, low, high),
    back: (held) => `${held}::${source.type}`,
    words: [
      ...(source.kind === 'integer' ? [] : ['a whole number: what has digits behind the point is refused']),
      ...(money ? ['a whole number that is taken for minor units as it is'] : []),
    ],
  };
}

function numericMapping(
  source: ConvertedColumn,
  { digits, scale }: { readonly digits?: number; readonly scale?: number },
): ValueMapping | undefined {
  if (!isNumber(source)) return undefined;
  if (digits === undefined || scale === undefined)
    return { value: (given) => `${given}::numeric`, back: (held) => `${held}::${source.type}`, words: [] };
  return {
    value: (given) => call('numeric_of', `${given}::numeric`, String(digits), String(scale)),
    back: (held) => `${held}::${source.type}`,
    rounded: (given) => `${given}::numeric <> round(${given}::numeric, ${scale})`,
    words: [`rounded to ${scale} digits behind the point`],
  };
}

function switchMapping(source: ConvertedColumn): ValueMapping | undefined {
  if (source.kind === 'boolean') return { value: same, back: same, words: [] };
  if (source.kind === 'integer')
    return {
      value: (given) => `(${given} <> 0)`,
      back: (held) => `${held}::integer::${source.type}`,
      rounded: (given) => `${given} not in (0, 1)`,
      words: ['0 is false and any other number true, as the old code takes it'],
    };
  if (source.kind !== 'label' && source.kind !== 'text') return undefined;
  return {
    value: (given) =>
      `case when lower(${given}::text) in ('y', 'yes', 'true', 't', '1', 'on') then true when lower(${given}::text) in ('n', 'no', 'false', 'f', '0', 'off') then false end`,
    words: ['y, yes, true, t, 1 and on are true, their opposites false, anything else is refused'],
  };
}

function jsonMapping(source: ConvertedColumn, binary: boolean): ValueMapping | undefined {
  const type = binary ? 'jsonb' : 'json';
  if (source.kind === 'json')
    return {
      value: (given) => (binary ? `${given}::jsonb` : given),
      words: binary ? ['jsonb: the order of keys and blanks are not kept'] : [],
    };
  return source.kind === 'text'
    ? {
        value: (given) => `case when pg_input_is_valid(${given}, '${type}') then ${given}::${type} end`,
        words: ['a text that is JSON'],
      }
    : undefined;
}
