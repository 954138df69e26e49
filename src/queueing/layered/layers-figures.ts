import type { Network } from '../../model/network.ts';
import type { LayeredFigures } from './exact.ts';
import { flowOf } from './flows.ts';
import type { LayersState } from './layers-solver.ts';

/** The figures of layers that agree with each other. */
export function layersFigures(network: Network, state: LayersState): LayeredFigures {
  const { layers, links, flows, sent, atStations, atPools } = state;
  const rate = (asker: number): number => flowOf(layers, flows, asker);
  const mean = (present: Float64Array): number => present.reduce((sum, share, n) => sum + n * share, 0);
  return {
    sources: network.sources.map((source, at) => {
      const throughput = sent[at] ?? 0;
      const response =
        source.kind === 'closed'
          ? Math.max(0, source.population / throughput - source.think.mean)
          : links.reduce((sum, link) => (link.asker === at ? sum + link.visits * link.residence : sum), 0);
      return { source: source.id, throughput, response };
    }),
    stations: network.stations.map(({ id, servers, replicas, speeds }, at) => {
      const here = links.filter(({ target }) => target.kind === 'station' && target.at === at);
      const throughput = here.reduce((sum, link) => sum + rate(link.asker) * link.visits, 0);
      const seconds = here.reduce((sum, link) => sum + rate(link.asker) * link.visits * link.service, 0);
      const all = speeds === undefined ? servers * replicas : Math.max(...speeds);
      const inSystem = Number.isFinite(all) ? mean(atStations[at] ?? new Float64Array(1)) : seconds;
      return {
        station: id,
        throughput,
        utilisation: Number.isFinite(all) ? seconds / all : inSystem,
        response: throughput > 0 ? inSystem / throughput : 0,
        inSystem,
      };
    }),
    pools: network.pools.map(({ id, places }, at) => {
      const asker = layers.askers.findIndex((one) => one.kind === 'pool' && one.at === at);
      const present = atPools.get(asker) ?? new Float64Array(1);
      const queue = present.reduce((sum, share, n) => sum + share * Math.max(0, n - places), 0);
      const used = mean(present) - queue;
      const throughput = rate(asker);
      return {
        pool: id,
        utilisation: used / places,
        waiting: throughput > 0 ? queue / throughput : 0,
        queue,
      };
    }),
  };
}
