import type { Network, NetworkOperation } from '../../model/network.ts';
import type { NodeWriter } from './program-nodes.ts';
import type { Resource } from './program.ts';

/** What is known and what is found while a network is written out. */
export interface Scene {
  readonly writer: NodeWriter;
  readonly network: Network;
  readonly resources: readonly Resource[];
  readonly operations: ReadonlyMap<string, NetworkOperation>;
  /** Where an operation that then goes on at a node begins. */
  readonly written: Map<string, number>;
  readonly because: Set<string>;
  readonly troubles: Set<string>;
}

export function resourcesOf(network: Network, most: ReadonlyMap<string, number>): readonly Resource[] {
  const stations = network.stations
    .filter((station) => hasQueue(station))
    .map(({ id, servers, replicas, discipline }): Resource => ({
      id,
      kind: 'station',
      places: servers * replicas,
      discipline: discipline === 'lifo' ? 'lifo' : 'fifo',
    }));
  const pools = network.pools
    .filter(({ places }) => Number.isFinite(places))
    .map(({ id, places, discipline }): Resource => ({
      id,
      kind: 'pool',
      places,
      discipline: discipline === 'lifo' ? 'lifo' : 'fifo',
    }));
  const arrivals = network.sources
    .filter(({ kind }) => kind === 'open')
    .map(({ id }): Resource => ({ id, kind: 'arrivals', places: most.get(id) ?? 1, discipline: 'fifo' }));
  return [...stations, ...pools, ...arrivals];
}

const hasQueue = (station: Network['stations'][number]): boolean =>
  Number.isFinite(station.servers) &&
  station.discipline !== 'processor-sharing' &&
  station.speeds === undefined;

export const resourceAt = (scene: Scene, kind: Resource['kind'], id: string): number =>
  scene.resources.findIndex((resource) => resource.kind === kind && resource.id === id);
