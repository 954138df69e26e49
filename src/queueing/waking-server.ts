import { wakingUtilisation } from './waking-demands.ts';

/** One server, Poisson arrivals, first come first served; a request that finds it idle takes `waking` seconds more. */
export interface WakingServer {
  readonly arrival: number;
  readonly service: number;
  /** Squared coefficient of variation of the service, with the waking and without. */
  readonly scv: number;
  readonly waking: number;
}

/**
 * Mean response of M/G/1 with exceptional first service in a busy period:
 * W = λE[S²]/2(1 − ρ) + λ(E[S₀²] − E[S²])/2(1 − ρ + λE[S₀]), and the first of a busy period, a part
 * (1 − ρ)/(1 − ρ + λE[S₀]) of all, takes S₀ in place of S. Infinite from ρ = 1 on. Source: Welch, Operations Research
 * 12(5), 1964; with S₀ = S it is Pollaczek–Khinchine.
 */
export function wakingResponse({ arrival, service, scv, waking }: WakingServer): number {
  const rho = arrival * service;
  if (rho >= 1) return Infinity;
  const first = service + waking;
  const moment = (mean: number): number => mean * mean * (1 + scv);
  const idle = 1 - wakingUtilisation(rho, arrival * waking);
  const waiting =
    (arrival * moment(service)) / (2 * (1 - rho)) +
    (arrival * (moment(first) - moment(service))) / (2 * (1 - rho + arrival * first));
  return waiting + service + idle * waking;
}
