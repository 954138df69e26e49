import type { RandomTime } from '../../model/network.ts';

/** One exponential stage after another: with `probability` the rates in `rates` are gone through in a row. */
interface StageBranch {
  readonly probability: number;
  readonly rates: readonly number[];
}

/** Longer chains of stages are cut here: an almost constant time would multiply the states of a Markov chain. */
const mostStages = 8;

/**
 * Exponential stages with the mean and the squared coefficient of variation of `time`: none for a time of zero, one
 * for scv 1, two parallel with balanced means above it, below it k − 1 or k stages of the same rate with
 * 1/k ≤ scv ≤ 1/(k − 1). An scv under 1/8 is taken as 1/8.
 * Source: Tijms, A First Course in Stochastic Models, 2003, appendix B.
 */
export function stagesOf(time: RandomTime): readonly StageBranch[] {
  const { mean, scv } = time;
  if (mean <= 0) return [{ probability: 1, rates: [] }];
  if (scv > 1) {
    const first = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
    return [first, 1 - first].map((probability) => ({ probability, rates: [(2 * probability) / mean] }));
  }
  const reached = Math.max(scv, 1 / mostStages);
  const count = Math.ceil(1 / reached - 1e-9);
  const spread = count * reached;
  const shorter = (spread - Math.sqrt(count * (1 + reached) - count * spread)) / (1 + reached);
  const rate = (count - shorter) / mean;
  const chain = (length: number, probability: number): StageBranch => ({
    probability,
    rates: Array.from({ length }, () => rate),
  });
  return shorter < 1e-12 ? [chain(count, 1)] : [chain(count - 1, shorter), chain(count, 1 - shorter)];
}

/** Whether the stages have exactly the two moments of `time`, and no others were possible. */
export const isExponential = (time: RandomTime): boolean => time.mean <= 0 || time.scv === 1;
