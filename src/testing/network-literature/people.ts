import { closedSource, networkOf, randomTime, stationOf } from '../../model/network-parts.ts';
import type { Network, NetworkStation } from '../../model/network.ts';
import { visiting } from '../network-cases.ts';
import type { Visits } from '../network-cases.ts';

export const shared = (id: string) => stationOf({ id, discipline: 'processor-sharing' });
export const delay = (id: string) => stationOf({ id, servers: Infinity });

/** Closed sources: name, people, seconds they think, visits of a request. */
export const people = (
  stations: readonly NetworkStation[],
  kinds: readonly (readonly [id: string, population: number, think: number, visits: readonly Visits[]])[],
): Network =>
  networkOf({
    stations,
    sources: kinds.map(([id, population, think, visits]) =>
      closedSource({ id, population, think: randomTime(think), steps: visiting(...visits) }),
    ),
  });
