import type { IntervalEstimate, NetworkSimulation, SourceFigures } from '../model/network-figures.ts';
import { askedPercentiles } from '../model/network-parts.ts';
import type { Network, Source } from '../model/network.ts';
import { mergedHistogram, quantile, quantileResolution } from './histogram.ts';
import type { ReplicationFigures } from './replication-figures.ts';
import { intervalOf } from './student.ts';

type SourceOfRun = ReplicationFigures['sources'][number];

/** Answers beyond a percentile, in each replication, below which it is the longest seen and not an estimate. */
const fewest = 5;

/**
 * One source over all replications. Percentiles are those of all response times together, as few of them bias a
 * percentile; their interval is from the percentiles of the replications and what the histogram leaves open. A percentile that fewer than five answers of a replication lie beyond has no
 * interval: of few answers it is too low. Where no request failed that could have, the part that fails is below 3/n of n
 * requests with 95 % (the rule of three: Hanley and Lippman-Hand, Journal of the American Medical Association 249, 1983).
 */
export function sourceEstimates(
  network: Network,
  source: Source,
  mayFail: boolean,
  all: readonly SourceOfRun[],
): SourceFigures<IntervalEstimate> {
  // A replication without a single answer has no response time; its throughput is 0 all the same.
  const answering = all.filter(({ answered }) => answered > 0);
  const whole = mergedHistogram(all.map(({ responses }) => responses));
  const single = answering.map(({ responses }) => mergedHistogram([responses]));
  const percentile = (percent: number): IntervalEstimate => {
    const at = percent / 100;
    const { halfWidth } = intervalOf(single.map((times) => quantile(times, at)));
    const isKnown = answering.every(({ answered }) => answered * (1 - at) >= fewest);
    return {
      mean: quantile(whole, at),
      halfWidth: isKnown ? halfWidth + quantileResolution(whole, at) : Infinity,
    };
  };
  const asked = askedPercentiles(network, source.id);
  return {
    source: source.id,
    throughput: intervalOf(all.map(({ throughput }) => throughput)),
    response: intervalOf(answering.map(({ response }) => response)),
    p50: percentile(50),
    p95: percentile(95),
    p99: percentile(99),
    ...(asked.length > 0 && {
      others: asked.map((each) => ({ percentile: each, time: percentile(each) })),
    }),
    failures: failuresOf(mayFail, all),
  };
}

function failuresOf(mayFail: boolean, all: readonly SourceOfRun[]): IntervalEstimate {
  const ended = all.reduce((sum, { answered, failed }) => sum + answered + failed, 0);
  const isSpotless = all.every(({ failed }) => failed === 0);
  if (isSpotless && mayFail) return { mean: 0, halfWidth: ended === 0 ? 1 : Math.min(1, 3 / ended) };
  return intervalOf(all.map(({ failures }) => failures));
}

/** Part of the arrivals that has to stay, all along, before a source counts as one that asks for too much. */
const tooMuch = 0.02;

/**
 * Open sources whose requests come faster than they end, by how many a second. It has to show in the whole run beyond
 * its interval, and in its second half again: what a run that starts empty first has to fill grows as well.
 */
export function growingSources(
  network: Network,
  all: readonly ReplicationFigures[],
  timeline: NetworkSimulation['timeline'],
): NetworkSimulation['growing'] {
  const later = timeline.slice(Math.floor(timeline.length / 2));
  return network.sources.flatMap(({ id, kind }, i) => {
    if (kind === 'closed') return [];
    const growth = intervalOf(
      all.flatMap(({ sources, duration }) => {
        const one = sources[i];
        return one === undefined || duration === 0
          ? []
          : [(one.arrivals - one.answered - one.failed) / duration];
      }),
    );
    const seconds = all.reduce((sum, { duration }) => sum + duration, 0);
    const arrivals = all.reduce((sum, { sources }) => sum + (sources[i]?.arrivals ?? 0), 0) / (seconds || 1);
    const came = later.reduce((sum, { sources }) => sum + (sources[i]?.arrivals ?? 0), 0);
    const ended = later.reduce(
      (sum, { sources }) => sum + (sources[i]?.goodput ?? 0) + (sources[i]?.failures ?? 0),
      0,
    );
    const isGrowing = growth.mean - growth.halfWidth > tooMuch * arrivals && came - ended > tooMuch * came;
    return isGrowing && arrivals > 0 ? [{ source: id, arrivals, growth }] : [];
  });
}
