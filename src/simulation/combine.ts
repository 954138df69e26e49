import type { IntervalEstimate, NetworkSimulation } from '../model/network-figures.ts';
import { askedPercentiles } from '../model/network-parts.ts';
import type { Network } from '../model/network.ts';
import type { ReplicationFigures } from './replication-figures.ts';
import { ratio } from './figures-of-run.ts';
import { mergedHistogram, quantile } from './histogram.ts';
import { intervalOf } from './student.ts';
import { meanTimeline } from './timeline.ts';

/**
 * The replications of a network as one result: each figure is the mean of theirs with the 95 % interval of Student's
 * t. Percentiles are those of all response times together, as few of them bias a percentile; their interval is from the
 * percentiles of the replications. Independent replications: Law, Simulation Modeling and Analysis, ch. 9. The order of `figures`
 * does not matter.
 */
export function combine(network: Network, figures: readonly ReplicationFigures[]): NetworkSimulation {
  const all = figures.toSorted((a, b) => a.replication - b.replication);
  const over = (of: (one: ReplicationFigures) => number | undefined): IntervalEstimate =>
    intervalOf(all.flatMap((one) => of(one) ?? []));
  return {
    sources: network.sources.map(({ id }, i) => ({
      source: id,
      ...sourceEstimates(all, over, i, askedPercentiles(network, id)),
    })),
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
    timeline: meanTimeline(all.map((one) => one.timeline)),
    events: all.reduce((sum, one) => sum + one.events, 0),
    replications: all.length,
    doubts: [...doubtsOfAll(all), ...wideIntervals(network, all)],
  };
}

function sourceEstimates(
  all: readonly ReplicationFigures[],
  over: (of: (one: ReplicationFigures) => number | undefined) => IntervalEstimate,
  i: number,
  asked: readonly number[],
) {
  // A replication without a single answer has no response time; its throughput is 0 all the same.
  const answered = (of: (source: ReplicationFigures['sources'][number]) => number): IntervalEstimate =>
    intervalOf(
      all.flatMap((one) => {
        const source = one.sources[i];
        return source === undefined || source.answered === 0 ? [] : of(source);
      }),
    );
  const whole = mergedHistogram(
    all.flatMap((one) => (one.sources[i] === undefined ? [] : [one.sources[i].responses])),
  );
  const others = asked.map((percentile) => ({
    percentile,
    time: {
      ...answered(({ responses }) => quantile(mergedHistogram([responses]), percentile / 100)),
      mean: quantile(whole, percentile / 100),
    },
  }));
  return {
    throughput: over((one) => one.sources[i]?.throughput),
    response: answered((source) => source.response),
    p50: { ...answered((source) => source.p50), mean: quantile(whole, 0.5) },
    p95: { ...answered((source) => source.p95), mean: quantile(whole, 0.95) },
    p99: { ...answered((source) => source.p99), mean: quantile(whole, 0.99) },
    ...(others.length > 0 && { others }),
    failures: over((one) => one.sources[i]?.failures),
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
