import { erlangC } from './erlang.ts';
import { inverseTail } from './tail.ts';

/** Poisson arrivals at `arrival` per second, exponential service of mean `service` seconds, one queue. */
export interface MultiServer {
  readonly arrival: number;
  readonly service: number;
  readonly servers: number;
}

/** Times in seconds; everything that waits is infinite at or beyond saturation. */
export interface MultiServerResult {
  readonly utilisation: number;
  /** Probability that an arrival waits. */
  readonly pWait: number;
  readonly waiting: number;
  readonly response: number;
  readonly queueLength: number;
  readonly inSystem: number;
}

/** M/M/c in steady state, first come first served. Source: Kleinrock vol. 1; Bolch et al., ch. 6. */
export function multiServer(station: MultiServer): MultiServerResult {
  const { arrival, service, servers } = station;
  const offered = arrival * service;
  const utilisation = offered / servers;
  const pWait = erlangC(offered, servers);
  const waiting = utilisation >= 1 ? Infinity : (pWait * service) / (servers * (1 - utilisation));
  return {
    utilisation,
    pWait,
    waiting,
    response: waiting + service,
    queueLength: arrival === 0 ? 0 : arrival * waiting,
    inSystem: arrival === 0 ? 0 : arrival * (waiting + service),
  };
}

/**
 * P(response > t). The waiting time of those who wait is exponential with rate θ = cμ − λ; θ = μ needs its own
 * branch, where the two exponentials coincide.
 */
export function responseTail(station: MultiServer, t: number): number {
  const mu = 1 / station.service;
  const theta = station.servers * mu - station.arrival;
  if (theta <= 0) return 1;
  const wait = erlangC(station.arrival * station.service, station.servers);
  if (Math.abs(theta - mu) < 1e-9 * mu) return Math.exp(-mu * t) * (1 + wait * mu * t);
  const served = Math.exp(-mu * t);
  return served + ((wait * mu) / (theta - mu)) * (served - Math.exp(-theta * t));
}

/** Exact q-quantile (0 < q < 1) of the M/M/c response time in seconds, by bisection of the tail. */
export function responseQuantile(station: MultiServer, q: number): number {
  if (station.arrival * station.service >= station.servers) return Infinity;
  return inverseTail((t) => responseTail(station, t), 1 - q, station.service);
}
