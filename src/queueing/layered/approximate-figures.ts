import type { Network } from '../../model/network.ts';
import type { LayeredFigures } from './chain-figures.ts';
import type { AgreedLayers } from './fixed-point.ts';
import type { Link } from './links.ts';

/** The figures of layers that agree with each other. */
export function approximateFigures(network: Network, agreed: AgreedLayers): LayeredFigures {
  const { layers, wiring, flows, sent, inUse } = agreed;
  const sumOf = (links: readonly Link[], value: (link: Link) => number): number =>
    links.reduce((sum, link) => sum + (flows.ofAsker[link.asker] ?? 0) * link.visits * value(link), 0);
  return {
    sources: network.sources.map((source, at) => {
      const throughput = sent[at] ?? 0;
      const inside = (wiring.outgoing[at] ?? []).reduce((sum, link) => sum + link.visits * link.residence, 0);
      const response =
        source.kind === 'closed' ? Math.max(0, source.population / throughput - source.think.mean) : inside;
      return { source: source.id, throughput, response };
    }),
    stations: network.stations.map(({ id, servers, replicas, speeds }, at) => {
      const here = wiring.toStation[at] ?? [];
      const throughput = sumOf(here, () => 1);
      const all = speeds === undefined ? servers * replicas : Math.max(...speeds);
      const inSystem = sumOf(here, ({ residence }) => residence);
      return {
        station: id,
        throughput,
        utilisation: Number.isFinite(all) ? sumOf(here, ({ service }) => service) / all : inSystem,
        response: throughput > 0 ? inSystem / throughput : 0,
        inSystem,
      };
    }),
    pools: network.pools.map(({ id, places }, at) => {
      const pool = layers.askers.findIndex((asker) => asker.kind === 'pool' && asker.at === at);
      const here = wiring.toPool[pool] ?? [];
      const throughput = sumOf(here, () => 1);
      const queue = sumOf(here, ({ waiting }) => waiting);
      const used = (inUse.get(pool) ?? new Float64Array(1)).reduce((sum, share, n) => sum + n * share, 0);
      return {
        pool: id,
        utilisation: used / places,
        waiting: throughput > 0 ? queue / throughput : 0,
        queue,
      };
    }),
  };
}
