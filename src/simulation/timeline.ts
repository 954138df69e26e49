import type { TimelineSlice } from '../model/network-figures.ts';
import { ratio } from './figures-of-run.ts';
import type { FinishedRun } from './replication.ts';
import type { Snapshot } from './snapshot.ts';

/** Rates and means between each two neighbouring edges of a replication. */
export function timelineOf({ run, edges }: FinishedRun): readonly TimelineSlice[] {
  return edges.slice(1).map((to, i) => sliceOf(run, edges[i] ?? to, to));
}

function sliceOf(run: FinishedRun['run'], from: Snapshot, to: Snapshot): TimelineSlice {
  const seconds = to.at - from.at;
  return {
    at: (from.at + to.at) / 2,
    sources: run.sources.map(({ id }, i) => {
      const a = from.sources[i];
      const b = to.sources[i];
      const answered = (b?.completed ?? 0) - (a?.completed ?? 0);
      return {
        source: id,
        arrivals: ratio((b?.arrivals ?? 0) - (a?.arrivals ?? 0), seconds),
        goodput: ratio(answered, seconds),
        failures: ratio((b?.failed ?? 0) - (a?.failed ?? 0), seconds),
        response: ratio((b?.responseSum ?? 0) - (a?.responseSum ?? 0), answered),
      };
    }),
    stations: run.stations.map(({ id, servers }, i) => {
      const a = from.stations[i];
      const b = to.stations[i];
      const inSystem = ratio((b?.systemArea ?? 0) - (a?.systemArea ?? 0), seconds);
      return {
        station: id,
        utilisation:
          servers === Infinity
            ? inSystem
            : ratio((b?.busyArea ?? 0) - (a?.busyArea ?? 0), (b?.serverArea ?? 0) - (a?.serverArea ?? 0)),
        inSystem,
        replicas: b?.replicasUp ?? 0,
      };
    }),
  };
}

/** The mean over replications of slices at the same times; a replication that was cut off has fewer. */
export function meanTimeline(timelines: readonly (readonly TimelineSlice[])[]): readonly TimelineSlice[] {
  const longest = timelines.reduce((a, b) => (b.length > a.length ? b : a), timelines[0] ?? []);
  return longest.map((slice, i) => {
    const same = timelines.flatMap((timeline) => timeline[i] ?? []);
    const mean = (of: (one: TimelineSlice) => number): number =>
      same.reduce((sum, one) => sum + of(one), 0) / same.length;
    return {
      at: slice.at,
      sources: slice.sources.map(({ source }, k) => ({
        source,
        arrivals: mean((one) => one.sources[k]?.arrivals ?? 0),
        goodput: mean((one) => one.sources[k]?.goodput ?? 0),
        failures: mean((one) => one.sources[k]?.failures ?? 0),
        response: mean((one) => one.sources[k]?.response ?? 0),
      })),
      stations: slice.stations.map(({ station }, k) => ({
        station,
        utilisation: mean((one) => one.stations[k]?.utilisation ?? 0),
        inSystem: mean((one) => one.stations[k]?.inSystem ?? 0),
        replicas: mean((one) => one.stations[k]?.replicas ?? 0),
      })),
    };
  });
}
