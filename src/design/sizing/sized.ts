import type { OptionShape } from '../../model/decision.ts';
import type { Unit } from './layout.ts';
import type { Machines } from './machines.ts';
import type { Stream, Streams } from './streams.ts';
import type { Spread } from './zones.ts';

export interface SizedTier extends Machines {
  readonly id: string;
  readonly stream: Stream;
}

export interface SizedUnit extends SizedTier {
  readonly unit: Unit;
  /** Busy cores of background work in the processes that answer requests. */
  readonly background: number;
}

export interface SizedDatabase extends SizedTier {
  readonly contexts: readonly string[];
  readonly replicas?: SizedTier;
  /** CPU of writes in cores, which each replica replays. */
  readonly writes: number;
  /** Bytes on one primary. */
  readonly bytes: number;
  /**
   * Primaries that the rows are spread over, each with standby and replicas of its own; absent for one. Stream and
   * machines are those of the busiest, and all are as large.
   */
  readonly shards?: number;
  /** Transaction pooler in front of each primary and its replicas, where the pools of all instances are too many. */
  readonly pooler?: Machines;
}

export type Standby = 'none' | 'asynchronous' | 'synchronous';

/** Something that can be used up; `ratio` is the used part of the most there can be. */
export interface Pressure {
  readonly what: string;
  readonly ratio: number;
  /** There is no larger size; the opposite can be answered with one more part. */
  readonly final: boolean;
  /** What would have to change when it is used up. */
  readonly change: string;
}

/** One option at one load with machines for it. Times in seconds, money in EUR a month. */
export interface SizedOption extends Spread {
  readonly shape: OptionShape;
  readonly scale: number;
  readonly streams: Streams;
  readonly units: readonly SizedUnit[];
  readonly worker?: SizedTier;
  readonly databases: readonly SizedDatabase[];
  readonly standby: Standby;
  readonly cache?: { readonly bytes: number; readonly memoryGb: number; readonly nodes: number };
  /** A broker of its own; without it events wait in the database. */
  readonly broker: boolean;
  readonly search?: string;
  readonly pressures: readonly Pressure[];
}
