import type { TimelineSlice } from '../model/network-figures.ts';
import type { SparseCounts } from './histogram.ts';

/**
 * What one replication showed, as plain data that survives JSON, so that replications may run anywhere and be combined
 * by `combine`. Figures are of the time after the warm-up; times in seconds, rates per second.
 */
export interface ReplicationFigures {
  readonly replication: number;
  readonly warmup: number;
  readonly duration: number;
  readonly sources: readonly {
    readonly source: string;
    readonly arrivals: number;
    readonly answered: number;
    readonly failed: number;
    readonly throughput: number;
    readonly response: number;
    /** All response times; see `histogram.ts`. */
    readonly responses: SparseCounts;
    readonly failures: number;
  }[];
  readonly stations: readonly {
    readonly station: string;
    readonly throughput: number;
    readonly utilisation: number;
    readonly response: number;
    readonly inSystem: number;
    readonly refused: number;
  }[];
  readonly pools: readonly {
    readonly pool: string;
    readonly utilisation: number;
    readonly waiting: number;
    readonly queue: number;
  }[];
  readonly calls: readonly { readonly call: string; readonly calls: number; readonly attempts: number }[];
  readonly caches: readonly { readonly cache: string; readonly lookUps: number; readonly hits: number }[];
  /** Of the whole replication, warm-up included. */
  readonly timeline: readonly TimelineSlice[];
  readonly events: number;
  readonly doubts: readonly string[];
}
