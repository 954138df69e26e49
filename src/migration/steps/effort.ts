import type { EffortRange } from '../../model/migration.ts';

/** Days for a piece of work that is there once, and for each thing in it. */
interface Rate {
  readonly once: readonly [low: number, high: number];
  readonly each: readonly [low: number, high: number];
  readonly thing: string;
}

/** Judgement, for one person who knows the system; a team puts its own figures here after the first context. */
const rates = {
  retire: { once: [0.5, 1], each: [0.1, 0.25], thing: 'entry' },
  expand: { once: [0.5, 1], each: [0.25, 0.5], thing: 'table' },
  'back-fill': { once: [1, 2], each: [0.5, 1], thing: 'table' },
  verify: { once: [0.5, 1], each: [0.25, 0.5], thing: 'table or entry' },
  reads: { once: [0.5, 1], each: [0.5, 1], thing: 'entry' },
  writes: { once: [1, 2], each: [0.5, 1], thing: 'table or entry' },
  adapters: { once: [0.5, 1], each: [0.5, 1], thing: 'adapter' },
  release: { once: [0.5, 1], each: [0.1, 0.25], thing: 'table or adapter' },
  contract: { once: [0.5, 1], each: [0.1, 0.2], thing: 'table' },
} as const satisfies Readonly<Record<string, Rate>>;

export type Work = keyof typeof rates;

const half = (days: number): number => Math.round(days * 2) / 2;

export function effortOf(work: Work, count: number): EffortRange {
  const { once, each, thing } = rates[work];
  return {
    low: Math.max(0.5, half(once[0] + count * each[0])),
    high: Math.max(1, half(once[1] + count * each[1])),
    because: `judgement: ${once[0]} to ${once[1]} days, and ${each[0]} to ${each[1]} for each of ${count} (${thing}); rounded to half days`,
  };
}
