import type { NetworkStation } from '../../../model/network.ts';
import type { SourceLoad } from '../stations/load.ts';
import { isMarkovian } from '../stations/priority.ts';

/** Why a station of a closed network has no product form; nothing where it has (Baskett, Chandy, Muntz and Palacios 1975). */
export function withoutProductForm(
  station: NetworkStation,
  sources: readonly SourceLoad[],
): readonly string[] {
  const found: string[] = [];
  const isDelay = station.servers === Infinity && station.speeds === undefined;
  if (isDelay || sources.length === 0) return found;
  if (station.balancing === 'round-robin' && station.replicas > 1)
    found.push(`${station.id}: replicas that take turns are solved as if chosen at random`);
  if (station.balancing === 'two-choices' && station.replicas > 1)
    found.push(
      `${station.id}: the shorter of two queues is solved as one queue chosen at random, which waits longer`,
    );
  if (station.balancing === 'least-busy' && station.replicas > 1)
    found.push(
      `${station.id}: the least busy replica is taken as one queue for all (too short by up to a tenth)`,
    );
  if (station.discipline === 'processor-sharing') return found;
  if (!isMarkovian(sources))
    found.push(
      `${station.id}: service that is not exponential or not equal for all has no product form in turn`,
    );
  const isRanked = station.discipline === 'priority' || station.discipline === 'preemptive';
  if (isRanked && new Set(sources.map(({ priority }) => priority)).size > 1)
    found.push(`${station.id}: priorities have no product form`);
  if (station.discipline === 'lifo' && sources.length > 1)
    found.push(`${station.id}: last come first served is solved as first come first served`);
  return found;
}

/** Queues of a station of a closed network and servers of each, `shared` and `least-busy` replicas being one queue. */
export function queuesInClosed(station: NetworkStation): {
  readonly copies: number;
  readonly servers: number;
} {
  return station.balancing === 'shared' || station.balancing === 'least-busy'
    ? { copies: 1, servers: station.servers * station.replicas }
    : { copies: station.replicas, servers: station.servers };
}
