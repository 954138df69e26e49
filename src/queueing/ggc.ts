import { erlangC } from './erlang.ts';
import { inverseTail } from './tail.ts';
import { responseTail } from './mmc.ts';
import type { MultiServer } from './mmc.ts';

/** A multi-server station whose service time is not exponential: `scv` is its squared coefficient of variation. */
export interface VariableStation extends MultiServer {
  readonly scv: number;
}

/**
 * Mean response in seconds of M/G/c, approximate: the M/M/c waiting time times (1 + scv)/2. Exact for one server
 * (Pollaczek–Khinchine) and for scv = 1; between, usually within a few percent. Source: Lee and Longton 1959;
 * Allen and Cunneen, in Bolch et al., ch. 6.
 */
export function variableResponse(station: VariableStation): number {
  const { arrival, service, servers, scv } = station;
  const offered = arrival * service;
  if (offered >= servers) return Infinity;
  const waiting = (erlangC(offered, servers) * service) / (servers - offered);
  return service + (waiting * (1 + scv)) / 2;
}

/**
 * P(response > t), approximate: those who wait, wait an exponential time stretched by (1 + scv)/2, and service is
 * taken as exponential. Equal to M/M/c for scv = 1. For scv < 1 the service part is an overestimate: the safe side.
 */
export function variableTail(station: VariableStation, t: number): number {
  const { arrival, service, servers, scv } = station;
  if (arrival * service >= servers) return 1;
  if (scv === 1) return responseTail(station, t);
  const wait = erlangC(arrival * service, servers);
  const mu = 1 / service;
  const theta = (2 * (servers * mu - arrival)) / (1 + scv);
  if (Math.abs(theta - mu) < 1e-9 * mu) return Math.exp(-mu * t) * (1 + wait * mu * t);
  const served = Math.exp(-mu * t);
  return served + ((wait * mu) / (theta - mu)) * (served - Math.exp(-theta * t));
}

/** q-quantile in seconds of `variableTail`. */
export function variableQuantile(station: VariableStation, q: number): number {
  if (station.arrival * station.service >= station.servers) return Infinity;
  return inverseTail((t) => variableTail(station, t), 1 - q, station.service);
}
