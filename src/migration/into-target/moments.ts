import { quoteText } from '../../artifacts/sql-names.ts';
import type { ConvertedColumn } from '../conversion/column.ts';
import type { ValueMapping } from './value.ts';

type Moment = 'date' | 'timestamp' | 'timestamptz';

const same = (given: string): string => given;

/** Dates and times; local ones were written by the clock of `zone`. */
export function momentMapping(source: ConvertedColumn, to: Moment, zone: string): ValueMapping | undefined {
  const at = `at time zone ${quoteText(zone)}`;
  if (source.kind === 'date') return fromDay(to, at, zone);
  if (source.kind === 'timestamp') return fromLocal(source, to, at, zone);
  if (source.kind === 'instant')
    return to === 'timestamptz'
      ? { value: same, back: same, words: [] }
      : { value: (given) => `(${given} ${at})::${to}`, words: [`as the clock of ${zone} showed it`] };
  if (source.kind !== 'integer' || to === 'date') return undefined;
  const local = to === 'timestamp' ? ` ${at}` : '';
  return {
    value: (given) =>
      `(case when ${given} between 1 and 253402300799 then to_timestamp(${given}::double precision)${local} end)`,
    words: ['a number is seconds since 1970 in UTC; 0 stands for none'],
  };
}

function fromDay(to: Moment, at: string, zone: string): ValueMapping {
  if (to === 'date') return { value: same, back: same, words: [] };
  return {
    value: (given) => (to === 'timestamp' ? `${given}::timestamp` : `(${given}::timestamp ${at})`),
    back: (held) => (to === 'timestamp' ? `${held}::date` : `(${held} ${at})::date`),
    words: [`a day becomes its beginning in ${zone}`],
  };
}

function fromLocal(source: ConvertedColumn, to: Moment, at: string, zone: string): ValueMapping {
  if (to === 'timestamp') return { value: same, back: same, words: [] };
  if (to === 'date')
    return {
      value: (given) => `${given}::date`,
      rounded: (given) => `${given} <> ${given}::date`,
      words: ['the time of day is left out'],
    };
  return {
    value: (given) => `(${given} ${at})`,
    back: (held) => `(${held} ${at})::${source.type}`,
    rounded: (given) => `((${given} ${at}) ${at}) <> ${given}`,
    words: [`a local time of ${zone} becomes a point in time; one that the clock left out is moved`],
  };
}
