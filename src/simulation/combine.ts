import type { IntervalEstimate, NetworkSimulation } from '../model/network-figures.ts';
import type { Network } from '../model/network.ts';
import type { ReplicationFigures } from './replication-figures.ts';
import { canFail } from './can-fail.ts';
import { ratio } from './figures-of-run.ts';
import { driftsOf } from './drift.ts';
import { growingSources, sourceEstimates } from './source-estimates.ts';
import { intervalOf } from './student.ts';
import { meanTimeline } from './timeline.ts';

/**
 * The replications of a network as one result: each figure is the mean of theirs with the 95 % interval of Student's
 * t, percentiles too. Independent replications: Law, Simulation Modeling and Analysis, ch. 9. The order of `figures`
 * does not matter.
 */
export function combine(network: Network, figures: readonly ReplicationFigures[]): NetworkSimulation {
  const all = figures.toSorted((a, b) => a.replication - b.replication);
  // A run that was cut off before it began shows nothing.
  const lasting = all.filter(({ duration }) => duration > 0);
  const over = (of: (one: ReplicationFigures) => number | undefined): IntervalEstimate =>
    intervalOf(lasting.flatMap((one) => of(one) ?? []));
  const mayFail = canFail(network);
  const timeline = meanTimeline(all.map((one) => one.timeline));
  return {
    sources: network.sources.map((source, i) =>
      sourceEstimates(
        network,
        source,
        mayFail,
        lasting.flatMap((one) => one.sources[i] ?? []),
      ),
    ),
    stations: network.stations.map(({ id }, i) => ({
      station: id,
      throughput: over((one) => one.stations[i]?.throughput),
      utilisation: over((one) => one.stations[i]?.utilisation),
      response: over((one) => served(one.stations[i])),
      inSystem: over((one) => one.stations[i]?.inSystem),
      refused: over((one) => one.stations[i]?.refused),
    })),
    pools: network.pools.map(({ id }, i) => ({
      pool: id,
      utilisation: over((one) => one.pools[i]?.utilisation),
      waiting: over((one) => one.pools[i]?.waiting),
      queue: over((one) => one.pools[i]?.queue),
    })),
    amplification: (all[0]?.calls ?? []).map(({ call }, i) => ({
      call,
      factor: over((one) => ratioOrNothing(one.calls[i]?.attempts, one.calls[i]?.calls)),
    })),
    caches: network.caches.map(({ id }, i) => ({
      cache: id,
      hits: over((one) => ratioOrNothing(one.caches[i]?.hits, one.caches[i]?.lookUps)),
    })),
    timeline,
    growing: growingSources(network, all, timeline),
    drifts: driftsOf(network, lasting),
    events: all.reduce((sum, one) => sum + one.events, 0),
    replications: all.length,
    doubts: [...doubtsOfAll(all), ...wideIntervals(network, all)],
  };
}

const served = (station: ReplicationFigures['stations'][number] | undefined): number | undefined =>
  station === undefined || station.throughput === 0 ? undefined : station.response;

const ratioOrNothing = (part: number | undefined, whole: number | undefined): number | undefined =>
  part === undefined || whole === undefined || whole === 0 ? undefined : ratio(part, whole);

/** Each doubt once, with how many replications it is of. */
function doubtsOfAll(all: readonly ReplicationFigures[]): readonly string[] {
  const kinds = new Map<string, { readonly words: string; count: number }>();
  for (const words of all.flatMap((one) => one.doubts)) {
    const kind = words.replaceAll(/\d+(\.\d+)?/g, '#');
    const known = kinds.get(kind) ?? { words, count: 0 };
    known.count++;
    kinds.set(kind, known);
  }
  return [...kinds.values()].map(({ words, count }) =>
    all.length === 1 ? words : `${words} (${count} of ${all.length} replications)`,
  );
}

/** Part of a mean beyond which its interval is too wide to decide by. */
const wide = 0.1;

function wideIntervals(network: Network, all: readonly ReplicationFigures[]): readonly string[] {
  if (all.length < 2) return ['one replication has no confidence interval: ask for at least five'];
  return network.sources.flatMap(({ id }, i) => {
    const { mean, halfWidth } = intervalOf(all.flatMap((one) => one.sources[i]?.response ?? []));
    if (mean === 0 || halfWidth < wide * mean) return [];
    const part = ((100 * halfWidth) / mean).toFixed(0);
    return [`the mean response of ${id} is known to ±${part} % only: simulate longer, or more replications`];
  });
}
