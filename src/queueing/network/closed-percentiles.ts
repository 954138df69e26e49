import { askedPercentiles } from '../../model/network-parts.ts';
import type { NetworkStation } from '../../model/network.ts';
import { quantileOf, sumOf } from '../laplace.ts';
import type { Transform } from '../laplace.ts';
import type { FlatNetwork } from './flat.ts';
import { percentilesBy } from './percentiles.ts';
import type { Percentiles } from './percentiles.ts';
import type { Route } from './route.ts';
import { serviceTime } from './route-time.ts';

/** Populations beyond which the distribution is not followed. */
const mostPeople = 2000;

/**
 * Percentiles of people of one kind who make one visit to an exponential queue, first come first served, and otherwise
 * think or go where nobody waits (a pool asked by its users: M/M/c//N). Exact: an arrival finds what would be there
 * without it (Lavenberg and Reiser 1980; Sevcik and Mitrani, Journal of the ACM 28, 1981), and waits an Erlang time if
 * all servers are busy. Nothing for other closed networks.
 */
export function closedPercentiles(flat: FlatNetwork): Percentiles {
  const [only, ...others] = flat.routes;
  if (only?.source.kind !== 'closed' || others.length > 0) return {};
  const { population, think } = only.source;
  const visits = visitsInOrder(only.route);
  const queues = visits?.filter(({ station }) => isQueue(flat.stations.get(station))) ?? [];
  const [queue, ...more] = queues;
  const station = queue === undefined ? undefined : flat.stations.get(queue.station);
  if (visits === undefined || queue === undefined || station === undefined || more.length > 0) return {};
  if (!isPlain(station) || queue.time.scv !== 1 || queue.time.mean === 0 || population > mostPeople)
    return {};
  const servers = station.servers * station.replicas;
  const away = visits.filter((visit) => visit !== queue);
  const outside = away.reduce((sum, { time }) => sum + time.mean, think.mean);
  const found = foundOnArrival(population - 1, outside / queue.time.mean, servers);
  const time = sumOf([
    waitOf(found, servers, queue.time.mean),
    ...[queue, ...away].map((visit) => serviceTime(visit.time)),
  ]);
  const mean = (queue.time.mean * (1 + population)) / 2;
  return percentilesBy((q) => quantileOf(time, q, mean), askedPercentiles(flat.network, only.source.id));
}

type Visit = Extract<Route, { kind: 'visit' }>;

/** The visits of a route that makes the same ones every time. */
function visitsInOrder(route: Route): readonly Visit[] | undefined {
  if (route.kind === 'visit') return [route];
  if (route.kind !== 'sequence') return undefined;
  const parts = route.parts.map(visitsInOrder).filter((part) => part !== undefined);
  return parts.length === route.parts.length ? parts.flat() : undefined;
}

const isQueue = (station: NetworkStation | undefined): boolean =>
  station !== undefined && (station.servers < Infinity || station.speeds !== undefined);

const isPlain = ({ discipline, balancing, replicas, speeds }: NetworkStation): boolean =>
  discipline === 'fifo' && (balancing === 'shared' || replicas === 1) && speeds === undefined;

/** P(n of `others` at the queue), who spend so many service times elsewhere: p[n+1]/p[n] = (others − n)/away/min(n + 1, c). */
function foundOnArrival(others: number, away: number, servers: number): readonly number[] {
  if (away === 0) return [...Array.from({ length: others }, () => 0), 1];
  const logs = [0];
  for (let n = 0; n < others; n++)
    logs.push((logs[n] ?? 0) + Math.log((others - n) / (away * Math.min(n + 1, servers))));
  const largest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - largest));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** No wait with a free server, else an Erlang time of so many departures, summed by Horner's rule. */
const waitOf =
  (found: readonly number[], servers: number, service: number): Transform =>
  (s) => {
    // One departure: cμ/(cμ + s).
    const [a, b] = [1 + (s.re * service) / servers, (s.im * service) / servers];
    const size = a * a + b * b;
    const [re, im] = [a / size, -b / size];
    let sum = { re: 0, im: 0 };
    for (let n = found.length - 1; n >= servers; n--) {
      const next = { re: sum.re + (found[n] ?? 0), im: sum.im };
      sum = { re: next.re * re - next.im * im, im: next.re * im + next.im * re };
    }
    const free = found.slice(0, servers).reduce((total, odds) => total + odds, 0);
    return { re: sum.re + free, im: sum.im };
  };
