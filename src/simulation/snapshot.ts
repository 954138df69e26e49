import type { Run, SourceState } from './run.ts';
import { accountPool } from './pool-state.ts';
import { accountStation } from './station-state.ts';
import type { StationState } from './station-state.ts';

/** All that was counted since the start of a replication, at one time. Figures are differences of two of them. */
export interface Snapshot {
  readonly at: number;
  readonly sources: readonly SourceCounts[];
  readonly stations: readonly StationCounts[];
  readonly pools: readonly PoolCounts[];
  readonly sites: readonly { readonly calls: number; readonly attempts: number }[];
  readonly caches: readonly { readonly hits: number; readonly lookUps: number }[];
}

export type SourceCounts = Pick<SourceState, 'arrivals' | 'completed' | 'failed' | 'responseSum'>;
export type StationCounts = Pick<
  StationState,
  | 'arrivals'
  | 'refused'
  | 'completed'
  | 'responseSum'
  | 'busyArea'
  | 'systemArea'
  | 'serverArea'
  | 'replicasUp'
>;
export interface PoolCounts {
  readonly takenArea: number;
  readonly waitingArea: number;
  readonly granted: number;
  readonly waitingSum: number;
}

export function snapshotOf(run: Run): Snapshot {
  return {
    at: run.now,
    sources: run.sources.map(({ arrivals, completed, failed, responseSum }) => ({
      arrivals,
      completed,
      failed,
      responseSum,
    })),
    stations: run.stations.map((station) => stationCounts(station, run.now)),
    pools: run.pools.map((pool) => {
      accountPool(pool, run.now);
      const { takenArea, waitingArea, granted, waitingSum } = pool;
      return { takenArea, waitingArea, granted, waitingSum };
    }),
    sites: run.sites.map(({ calls, attempts }) => ({ calls, attempts })),
    caches: run.caches.map(({ hits, lookUps }) => ({ hits, lookUps })),
  };
}

function stationCounts(station: StationState, now: number): StationCounts {
  accountStation(station, now);
  const { arrivals, refused, completed, responseSum, busyArea, systemArea, replicasUp } = station;
  const serverArea = station.serverArea + station.servers * (now - station.serversSince);
  return { arrivals, refused, completed, responseSum, busyArea, systemArea, serverArea, replicasUp };
}
