import type { Network, Source } from '../../model/network.ts';

/** Answers beyond a percentile in each replication: an interval takes five (simulation/source-estimates.ts), chance takes some. */
const beyond = 8;
/** Requests that may be added to those of the load, as a part of them. */
const mostAdded = 0.02;
/** How many times longer a replication may become instead. */
const longest = [1, 2, 4] as const;

export interface OftenEnough {
  readonly network: Network;
  /** Requests a second of those that are played more often than they come. */
  readonly raised: ReadonlyMap<string, number>;
}

/**
 * A load in which every kind of request comes often enough for an interval of its percentiles. What is rare is played
 * more often, and the replications longer, so that all requests grow by 2 % at most: with more load nobody is answered
 * sooner, so an objective that is met is met without it as well. What is too rare for that stays as it is.
 */
export function oftenEnough(network: Network): OftenEnough {
  const { duration } = network.experiment;
  const open = network.sources.flatMap((source) => (source.kind === 'open' ? source : []));
  if (duration === undefined) return { network, raised: new Map() };
  const room = mostAdded * open.reduce((sum, { rate }) => sum + rate, 0);
  const missing = (times: number) =>
    open
      .map((source) => ({ source, rate: wantedOf(network, source) / (duration * times) }))
      .filter(({ source, rate }) => rate > source.rate && source.rate > 0)
      .map((each) => ({ ...each, added: each.rate - each.source.rate }))
      .toSorted((a, b) => a.added - b.added);
  const sumOf = (all: ReturnType<typeof missing>): number => all.reduce((sum, { added }) => sum + added, 0);
  const times = longest.find((each) => sumOf(missing(each)) <= room) ?? Math.max(...longest);
  const raised = new Map<string, number>();
  let left = room;
  for (const { source, rate, added } of missing(times))
    if (added <= left) {
      raised.set(source.id, rate);
      left -= added;
    }
  return {
    network: {
      ...network,
      sources: network.sources.map((source) =>
        source.kind === 'open' ? { ...source, rate: raised.get(source.id) ?? source.rate } : source,
      ),
      experiment: { ...network.experiment, duration: duration * times },
    },
    raised,
  };
}

/** Answers a replication needs for the highest percentile that is asked of a source; 0 where none is. */
function wantedOf({ objectives }: Network, { id }: Source): number {
  const needs = objectives.map((objective) =>
    objective.kind === 'latency' && objective.source === id && objective.percentile < 100
      ? (100 * beyond) / (100 - objective.percentile)
      : 0,
  );
  return Math.max(0, ...needs);
}
