import { erlangC } from './erlang.ts';

/** First two moments of a time, in seconds and seconds squared. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Waiting time of M/G/c by the correction of Lee and Longton (see `variableResponse`): with probability C an
 * exponential time of rate θ = 2(cμ − λ)/(1 + scv), else none. Variance C(2 − C)/θ².
 */
export function waitingMoments(arrival: number, service: number, scv: number, servers: number): Moments {
  if (arrival === 0 || service === 0) return { mean: 0, variance: 0 };
  if (arrival * service >= servers) return { mean: Infinity, variance: Infinity };
  const wait = erlangC(arrival * service, servers);
  const theta = (2 * (servers / service - arrival)) / (1 + scv);
  return { mean: wait / theta, variance: (wait * (2 - wait)) / (theta * theta) };
}
