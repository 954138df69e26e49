import type { ColumnFacts } from '../../../model/database-statistics.ts';

/** A part of the statistics of a column; an empty text stands for none. */
export interface StatisticPart {
  readonly name: (facts: ColumnFacts) => string;
  readonly has: (facts: ColumnFacts) => boolean;
  readonly without: (facts: ColumnFacts) => ColumnFacts;
}

/** Statistics of a column that can be left out one by one, each with its name. */
export const statisticParts: readonly StatisticPart[] = [
  {
    name: ({ commonFrequencies = [] }) =>
      `without its ${commonFrequencies.length} common values (the first in ${percent(commonFrequencies[0] ?? 0)} of the rows)`,
    has: ({ commonValues }) => commonValues !== undefined,
    without: (facts) => ({ ...facts, commonValues: '', commonFrequencies: [] }),
  },
  {
    name: () => 'without the bounds of its histogram',
    has: ({ histogram }) => histogram !== undefined,
    without: (facts) => ({ ...facts, histogram: '' }),
  },
  {
    name: ({ correlation = 0 }) => `with correlation 0 instead of ${correlation}`,
    has: ({ correlation = 0 }) => Math.abs(correlation) > 0.01,
    without: (facts) => ({ ...facts, correlation: 0 }),
  },
  {
    name: ({ distinct }) =>
      `without its ${distinct < 0 ? `${-distinct} distinct values a row` : `${distinct} distinct values`}`,
    has: ({ distinct }) => distinct !== 0,
    without: (facts) => ({ ...facts, distinct: 0 }),
  },
  {
    name: ({ nullFraction }) => `with no nulls instead of ${percent(nullFraction)}`,
    has: ({ nullFraction }) => nullFraction > 0.01,
    without: (facts) => ({ ...facts, nullFraction: 0 }),
  },
];

const percent = (part: number): string => `${Number((part * 100).toPrecision(2))} %`;
