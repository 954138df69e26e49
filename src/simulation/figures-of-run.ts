import { sparseCounts } from './histogram.ts';
import { doubtsOf } from './doubts.ts';
import type { FinishedRun } from './replication.ts';
import type { ReplicationFigures } from './replication-figures.ts';
import { timelineOf } from './timeline.ts';

/** The figures of a finished replication: differences between the end and the end of the warm-up. */
export function figuresOf(finished: FinishedRun, replication: number): ReplicationFigures {
  const { start, end } = finished;
  return {
    replication,
    warmup: start.at,
    duration: end.at - start.at,
    sources: sourceFigures(finished),
    stations: stationFigures(finished),
    pools: poolFigures(finished),
    calls: callFigures(finished),
    caches: finished.run.caches.map(({ id }, i) => ({
      cache: id,
      lookUps: (end.caches[i]?.lookUps ?? 0) - (start.caches[i]?.lookUps ?? 0),
      hits: (end.caches[i]?.hits ?? 0) - (start.caches[i]?.hits ?? 0),
    })),
    timeline: timelineOf(finished),
    events: finished.run.eventsDone,
    doubts: doubtsOf(finished),
  };
}

/** 0 where nothing happened: never NaN. */
export const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

function sourceFigures({ run, start, end }: FinishedRun): ReplicationFigures['sources'] {
  return run.sources.map(({ id, responses }, i) => {
    const from = start.sources[i];
    const to = end.sources[i];
    const answered = (to?.completed ?? 0) - (from?.completed ?? 0);
    const failed = (to?.failed ?? 0) - (from?.failed ?? 0);
    return {
      source: id,
      arrivals: (to?.arrivals ?? 0) - (from?.arrivals ?? 0),
      answered,
      failed,
      throughput: ratio(answered, end.at - start.at),
      response: ratio((to?.responseSum ?? 0) - (from?.responseSum ?? 0), answered),
      responses: sparseCounts(responses),
      failures: ratio(failed, answered + failed),
    };
  });
}

function stationFigures({ run, start, end }: FinishedRun): ReplicationFigures['stations'] {
  const seconds = end.at - start.at;
  return run.stations.map(({ id, servers }, i) => {
    const from = start.stations[i];
    const to = end.stations[i];
    const completed = (to?.completed ?? 0) - (from?.completed ?? 0);
    const arrivals = (to?.arrivals ?? 0) - (from?.arrivals ?? 0);
    const busy = (to?.busyArea ?? 0) - (from?.busyArea ?? 0);
    const present = (to?.systemArea ?? 0) - (from?.systemArea ?? 0);
    const there = (to?.serverArea ?? 0) - (from?.serverArea ?? 0);
    return {
      station: id,
      throughput: ratio(completed, seconds),
      utilisation: servers === Infinity ? ratio(present, seconds) : ratio(busy, there),
      response: ratio((to?.responseSum ?? 0) - (from?.responseSum ?? 0), completed),
      inSystem: ratio(present, seconds),
      refused: ratio((to?.refused ?? 0) - (from?.refused ?? 0), arrivals),
    };
  });
}

function poolFigures({ run, start, end }: FinishedRun): ReplicationFigures['pools'] {
  const seconds = end.at - start.at;
  return run.pools.map(({ id, places }, i) => {
    const from = start.pools[i];
    const to = end.pools[i];
    const granted = (to?.granted ?? 0) - (from?.granted ?? 0);
    return {
      pool: id,
      utilisation: ratio((to?.takenArea ?? 0) - (from?.takenArea ?? 0), seconds * places),
      waiting: ratio((to?.waitingSum ?? 0) - (from?.waitingSum ?? 0), granted),
      queue: ratio((to?.waitingArea ?? 0) - (from?.waitingArea ?? 0), seconds),
    };
  });
}

/** Sites of the same caller and operation are told as one. */
function callFigures({ run, start, end }: FinishedRun): ReplicationFigures['calls'] {
  const sums = new Map<string, { calls: number; attempts: number }>();
  run.sites.forEach((site, i) => {
    const call = `${site.caller} -> ${site.operation}`;
    const sum = sums.get(call) ?? { calls: 0, attempts: 0 };
    sum.calls += (end.sites[i]?.calls ?? 0) - (start.sites[i]?.calls ?? 0);
    sum.attempts += (end.sites[i]?.attempts ?? 0) - (start.sites[i]?.attempts ?? 0);
    sums.set(call, sum);
  });
  return [...sums].map(([call, sum]) => ({ call, ...sum }));
}
