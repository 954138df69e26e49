import type { ColumnFacts } from '../../../model/database-statistics.ts';
import type { Comparison } from './used-columns.ts';

/** What a column that nobody declared may be like. */
export interface Guess {
  /** Completes `orders.status with …`. */
  readonly name: string;
  readonly facts: Partial<ColumnFacts>;
}

export const guesses: readonly Guess[] = [
  { name: '2 distinct values', facts: { distinct: 2 } },
  { name: 'all values distinct', facts: { distinct: -1 } },
  { name: 'all values distinct, stored in their order', facts: { distinct: -1, correlation: 1 } },
  { name: 'nulls in nine rows of ten', facts: { distinct: -0.1, nullFraction: 0.9 } },
];

const common = 0.9;

/** Values of which the comparison keeps nine rows of ten, or drops them; LIKE by default drops nearly all already. */
export function guessesOf({ operator, value }: Comparison): readonly Guess[] {
  if (operator === '~~') {
    const prefix = /^[^%_\\]+/.exec(value)?.[0];
    return prefix === undefined ? [] : [mostly(prefix)];
  }
  const below = operator.startsWith('<');
  const other = beyond(value, below ? 'above' : 'below');
  return operator.endsWith('=')
    ? [mostly(value), mostly(other)]
    : [mostly(beyond(value, below ? 'below' : 'above')), mostly(value)];
}

const mostly = (value: string): Guess => ({
  name: `'${value}' in nine rows of ten`,
  facts: {
    distinct: 10,
    commonValues: `{"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"}`,
    commonFrequencies: [common],
  },
});

/** A value that comes before or after one of numbers, days or texts; another may be no value of its type. */
function beyond(value: string, side: 'above' | 'below'): string {
  const step = side === 'above' ? 1 : -1;
  if (/^-?\d+(\.\d+)?$/.test(value)) return String(Number(value) + step);
  const [, year, rest] = /^(\d{4})(-\d\d-\d\d.*)$/.exec(value) ?? [];
  if (year !== undefined) return `${String(Number(year) + step).padStart(4, '0')}${rest}`;
  return side === 'above' ? `${value}z` : '';
}
