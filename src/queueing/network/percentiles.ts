import type { SourceFigures } from '../../model/network-figures.ts';

export type Percentiles = Partial<Pick<SourceFigures<number>, 'p50' | 'p95' | 'p99' | 'others'>>;

/** The usual percentiles and those asked for, from the quantile in seconds at 0 < q < 1. */
export function percentilesBy(at: (q: number) => number, asked: readonly number[]): Percentiles {
  return {
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    ...(asked.length > 0 && {
      others: asked.map((percentile) => ({ percentile, time: at(percentile / 100) })),
    }),
  };
}
