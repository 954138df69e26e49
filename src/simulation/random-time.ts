import type { RandomTime } from '../model/network.ts';
import { exponential, gamma, uniform } from './random.ts';
import type { RandomState } from './random.ts';

/**
 * A time made ready to be drawn. One shape for all kinds, so that V8 reads it without asking which it is.
 * `shape` is a gamma's; `short` and `long` are a hyperexponential's means, `chance` that of the short one.
 */
export interface TimeDistribution {
  readonly kind: 'constant' | 'exponential' | 'hyperexponential' | 'gamma';
  readonly mean: number;
  readonly shape: number;
  readonly chance: number;
  readonly short: number;
  readonly long: number;
}

/**
 * The distribution for two moments: constant (scv 0), gamma (below 1; Erlang where 1/scv is whole), exponential (1),
 * and above 1 the two-phase hyperexponential with balanced means: both phases make up half of the mean.
 * Source: Tijms, A First Course in Stochastic Models, appendix B.
 */
export function timeDistribution(time: RandomTime): TimeDistribution {
  const { mean, scv } = time;
  const plain = { mean, shape: 1, chance: 1, short: mean, long: mean };
  if (mean === 0 || scv === 0) return { kind: 'constant', ...plain };
  if (scv === 1) return { kind: 'exponential', ...plain };
  if (scv < 1) return { kind: 'gamma', ...plain, shape: 1 / scv };
  const chance = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return {
    kind: 'hyperexponential',
    mean,
    shape: 1,
    chance,
    short: mean / (2 * chance),
    long: mean / (2 * (1 - chance)),
  };
}

/** Seconds. */
export function drawTime(time: TimeDistribution, random: RandomState): number {
  return time.kind === 'exponential' ? time.mean * exponential(random) : drawOtherTime(time, random);
}

/** The same for all but the exponential. */
export function drawOtherTime(time: TimeDistribution, random: RandomState): number {
  switch (time.kind) {
    case 'constant':
    case 'exponential':
      return time.mean;
    case 'gamma':
      return (time.mean / time.shape) * gamma(random, time.shape);
    case 'hyperexponential':
      return (uniform(random) < time.chance ? time.short : time.long) * exponential(random);
  }
}
