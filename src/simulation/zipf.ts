import { nextBits, uniform } from './random.ts';
import type { RandomState } from './random.ts';

/** Ranks 1…n with chances falling as rank^−exponent, ready to be drawn without a table. */
export interface Zipf {
  readonly ranks: number;
  readonly exponent: number;
  readonly low: number;
  readonly high: number;
  readonly cut: number;
}

/** Rejection–inversion: Hörmann and Derflinger, ACM TOMACS 6(3), 1996. Exponent 0 is uniform. */
export function zipf(ranks: number, exponent: number): Zipf {
  return {
    ranks,
    exponent,
    low: integral(1.5, exponent) - 1,
    high: integral(ranks + 0.5, exponent),
    cut: 2 - inverseIntegral(integral(2.5, exponent) - 2 ** -exponent, exponent),
  };
}

export function drawRank(from: Zipf, random: RandomState): number {
  const { ranks, exponent, low, high, cut } = from;
  if (exponent === 0) return 1 + (nextBits(random) % ranks);
  for (;;) {
    const area = high + uniform(random) * (low - high);
    const x = inverseIntegral(area, exponent);
    const rank = Math.min(ranks, Math.max(1, Math.round(x)));
    if (rank - x <= cut || area >= integral(rank + 0.5, exponent) - rank ** -exponent) return rank;
  }
}

/** ∫ t^−s dt from 1 to x, continuous in s at 1. */
function integral(x: number, exponent: number): number {
  const log = Math.log(x);
  const t = (1 - exponent) * log;
  return log * (Math.abs(t) > 1e-8 ? Math.expm1(t) / t : 1 + t / 2);
}

function inverseIntegral(area: number, exponent: number): number {
  const t = Math.max(-1, area * (1 - exponent));
  return Math.exp(area * (Math.abs(t) > 1e-8 ? Math.log1p(t) / t : 1 - t / 2));
}
