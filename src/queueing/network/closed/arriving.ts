import { erlangC } from '../../erlang.ts';

/** A station with its classes, as an arriving request sees it; times are of one visit. */
export interface ArrivalStation {
  readonly discipline: 'fifo' | 'lifo' | 'processor-sharing' | 'priority' | 'preemptive';
  /** Servers, or the speeds with 1, 2, … requests present. */
  readonly servers: number;
  readonly speeds?: readonly number[];
  /** Part of the capacity that requests from outside take. */
  readonly openPart: number;
  /** Seconds of work left on requests from outside that are in service, Σ λE[S²]/2. */
  readonly openResidual: number;
  readonly services: readonly number[];
  readonly scvs: readonly number[];
  readonly priorities: readonly number[];
}

/** Mean numbers of each class that an arrival finds: present, and of them in service. */
export interface Found {
  readonly present: readonly number[];
  readonly busy: readonly number[];
  /** Customers in the whole network besides the one that arrives. */
  readonly others: number;
}

/**
 * Mean seconds of a visit of class `own` from what it finds on arrival, approximate: whoever is in service needs its
 * residual time, E[S²]/2E[S] (Reiser, IBM Research 1979); those waiting need their service; several servers are all
 * busy with the probability of Erlang's C and then free up c times as fast. Exact (with what is really found) for one
 * server and exponential service equal for all, or shared. Priorities: Bryant, Krzesinski, Lakshmi and Chandy, ACM
 * TOCS 2(4), 1984. Requests from outside are waited for as in Pollaczek and Khinchine's formula, W = (…)/(1 − ρ); where
 * time is shared they leave the rest of the capacity.
 */
export function visitSeconds(station: ArrivalStation, own: number, found: Found): number {
  const { speeds, servers, openPart } = station;
  const slower = 1 / (1 - openPart);
  const service = (station.services[own] ?? 0) * slower;
  if (speeds !== undefined) return service * crowding(speeds, sum(found.present));
  if (found.others < servers && openPart === 0) return service;
  const allBusy = servers === 1 ? 1 : busyFactor(sum(found.busy) + openPart * servers, servers);
  const waitingOf = (r: number): number => Math.max(0, (found.present[r] ?? 0) - (found.busy[r] ?? 0));
  if (station.discipline === 'processor-sharing') {
    const ahead = found.present.reduce(
      (total, _, r) => total + waitingOf(r) + allBusy * (found.busy[r] ?? 0),
      0,
    );
    return service * (1 + ahead / servers);
  }
  // Requests from outside that wait are in `slower`: they come as fast as Poisson and wait as long as this one.
  let ahead = allBusy * station.openResidual;
  let above = 0;
  const priority = station.priorities[own] ?? 0;
  const isRanked = station.discipline === 'priority' || station.discipline === 'preemptive';
  station.services.forEach((time, r) => {
    const other = station.priorities[r] ?? 0;
    const isBehind = isRanked && other < priority;
    if (!isBehind) ahead += waitingOf(r) * time;
    if (!isBehind || station.discipline === 'priority')
      ahead += (allBusy * (found.busy[r] ?? 0) * time * (1 + (station.scvs[r] ?? 1))) / 2;
    if (isRanked && other > priority) above += (found.busy[r] ?? 0) / servers;
  });
  const left = Math.max(1e-9, 1 - above);
  const waiting = (ahead * slower) / servers / left;
  const alone = station.services[own] ?? 0;
  return station.discipline === 'preemptive' ? service / left + waiting : alone + waiting;
}

/** Servers busy in the mean, counted as the probability that all are: C(busy, c)·c/busy, 1 for one server. */
function busyFactor(busy: number, servers: number): number {
  if (busy <= 0) return 0;
  return (erlangC(Math.min(busy, servers), servers) * 1) / busy;
}

/** (n + 1)/speed(n + 1) at a number that need not be whole. */
function crowding(speeds: readonly number[], found: number): number {
  const at = (n: number): number => n / (speeds[Math.min(n, speeds.length) - 1] ?? 1);
  const low = Math.floor(found) + 1;
  const part = found + 1 - low;
  return at(low) * (1 - part) + at(low + 1) * part;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
