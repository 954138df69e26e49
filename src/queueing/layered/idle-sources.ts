import type { Network, Source } from '../../model/network.ts';
import type { LayeredFigures } from './chain-figures.ts';
import { layersOf } from './askers.ts';
import { uncontendedTimes } from './uncontended.ts';

const isIdle = (source: Source): boolean =>
  source.kind === 'closed' ? source.population <= 0 : source.rate <= 0;

/** The network without sources that send nothing. */
export const withoutIdle = (network: Network): Network => ({
  ...network,
  sources: network.sources.filter((source) => !isIdle(source)),
});

/** The figures with those sources put back: they send nothing, and would be answered without waiting. */
export function idleFigures(network: Network, figures: LayeredFigures): LayeredFigures {
  const { stations, pools, sources } = figures;
  if (sources.length === network.sources.length) return { stations, pools, sources };
  const layers = layersOf(network);
  const times = uncontendedTimes(layers);
  return {
    stations,
    pools,
    sources: network.sources.map(
      ({ id }, at) =>
        sources.find(({ source }) => source === id) ?? {
          source: id,
          throughput: 0,
          response: times[layers.requests[at] ?? 0]?.answered ?? 0,
        },
    ),
  };
}
