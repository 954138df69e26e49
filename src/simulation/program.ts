import { noCache } from './cache-state.ts';
import type { CacheState } from './cache-state.ts';
import { noSite } from './call-site.ts';
import type { CallSite } from './call-site.ts';
import { noPool } from './pool-state.ts';
import type { PoolState } from './pool-state.ts';
import { timeDistribution } from './random-time.ts';
import type { TimeDistribution } from './random-time.ts';
import { noStation } from './station-state.ts';
import type { StationState } from './station-state.ts';

/** What an instruction does. Small integers: the event loop switches on them. */
export const op = {
  /** A closed source's user thinks. */
  think: 0,
  /** The request is made: its response time counts from here. */
  begin: 1,
  /** At a station that is not plain. */
  work: 2,
  acquire: 3,
  release: 4,
  /** Calls an operation without any policy and waits for the answer. */
  call: 5,
  /** The same under a policy. */
  callUnderPolicy: 6,
  /** Starts something nobody waits for. */
  spawn: 7,
  /** Draws how often the next calls are made; jumps to `target` for none. */
  times: 8,
  /** Once more from `target`, until that often. */
  again: 9,
  jump: 10,
  /** Jumps to one of `targets` with its chance, else goes on. */
  choose: 11,
  fork: 12,
  /** Asks a cache: on a hit jumps to `target`. */
  lookUp: 13,
  fill: 14,
  /** Loading failed: whoever waits for it fails. */
  fillFailed: 15,
  /** Answers the caller; what follows is done behind its back. */
  reply: 16,
  replyFailure: 17,
  /** The frame ends. */
  exit: 18,
  /** The request of a source is answered, or has failed in the end. */
  done: 19,
  failed: 20,
  /** At a plain station; and the same of exponential length. */
  plainWork: 21,
  exponentialWork: 22,
} as const;

/** One shape for all, so that V8 reads every instruction the same way; what an instruction does not use is a stand-in. */
export interface Instruction {
  readonly op: number;
  readonly station: StationState;
  readonly time: TimeDistribution;
  readonly pool: PoolState;
  readonly site: CallSite;
  readonly cache: CacheState;
  target: number;
  readonly targets: readonly number[];
  readonly chances: readonly number[];
  /** Mean number of calls, of a fork the answers wanted. */
  readonly count: number;
  readonly isGeometric: boolean;
  /** Where the frame goes when this instruction fails. */
  onFailure: number;
}

const noTime = timeDistribution({ mean: 0, scv: 0 });

export const instruction = (
  given: Partial<Instruction> & Pick<Instruction, 'op' | 'onFailure'>,
): Instruction => ({
  op: given.op,
  station: given.station ?? noStation,
  time: given.time ?? noTime,
  pool: given.pool ?? noPool,
  site: given.site ?? noSite,
  cache: given.cache ?? noCache,
  target: given.target ?? 0,
  targets: given.targets ?? [],
  chances: given.chances ?? [],
  count: given.count ?? 0,
  isGeometric: given.isGeometric ?? false,
  onFailure: given.onFailure,
});
