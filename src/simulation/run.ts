import { slot } from './frames.ts';
import type { CacheState } from './cache-state.ts';
import type { CallSite } from './call-site.ts';
import type { Frames } from './frames.ts';
import type { Histogram } from './histogram.ts';
import type { PendingEvents } from './pending-events.ts';
import { schedule } from './pending-events.ts';
import type { PoolState } from './pool-state.ts';
import type { Instruction } from './program.ts';
import type { RandomState } from './random.ts';
import type { TimeDistribution } from './random-time.ts';
import type { StationState } from './station-state.ts';

/** One replication under way. */
export interface Run {
  now: number;
  isOver: boolean;
  eventsDone: number;
  readonly events: PendingEvents;
  readonly random: RandomState;
  readonly frames: Frames;
  readonly program: readonly Instruction[];
  readonly ready: ReadyFrames;
  readonly stations: readonly StationState[];
  readonly pools: readonly PoolState[];
  readonly caches: readonly CacheState[];
  readonly sites: readonly CallSite[];
  readonly sources: readonly SourceState[];
  /** Everything but frames and sources that has events: what is done when they come. */
  readonly agents: Agent[];
  readonly doubts: string[];
}

export type Agent = (run: Run) => void;

export interface SourceState {
  readonly id: string;
  readonly index: number;
  readonly isOpen: boolean;
  /** Mean seconds between arrivals of an open source; think time of a closed one. */
  readonly time: TimeDistribution;
  readonly batch: number;
  /** One at a time, exponential gaps; and their present mean, which a surge changes. */
  readonly isPoisson: boolean;
  meanGap: number;
  readonly population: number;
  /** Rank of its priority, 0 the highest. */
  readonly rank: number;
  readonly entry: number;
  /** Factor on the rate by a surge. */
  surge: number;
  /** Time of the next arrival that is scheduled; others were called off. */
  due: number;
  arrivals: number;
  completed: number;
  failed: number;
  responseSum: number;
  readonly responses: Histogram;
}

/** Frames that can go on at the present moment, in the order in which they became able to. A ring. */
export interface ReadyFrames {
  frames: Int32Array;
  first: number;
  count: number;
}

export const readyFrames = (): ReadyFrames => ({ frames: new Int32Array(1024), first: 0, count: 0 });

export function makeReady(ready: ReadyFrames, frame: number): void {
  if (ready.count === ready.frames.length) {
    const longer = new Int32Array(2 * ready.count);
    for (let i = 0; i < ready.count; i++)
      longer[i] = ready.frames[(ready.first + i) & (ready.frames.length - 1)] ?? 0;
    ready.frames = longer;
    ready.first = 0;
  }
  ready.frames[(ready.first + ready.count) & (ready.frames.length - 1)] = frame;
  ready.count++;
}

export function takeReady(ready: ReadyFrames): number {
  const frame = ready.frames[ready.first] ?? 0;
  ready.first = (ready.first + 1) & (ready.frames.length - 1);
  ready.count--;
  return frame;
}

/** Lets a frame go on where its present instruction sends failures. */
export function failLater(run: Run, frame: number): void {
  sendToFailure(run, frame);
  makeReady(run.ready, frame);
}

export function sendToFailure(run: Run, frame: number): void {
  const { frames, program } = run;
  frames.integers[(frame << 4) + slot.pc] =
    program[frames.integers[(frame << 4) + slot.pc] ?? 0]?.onFailure ?? 0;
}

export function advancePc(run: Run, frame: number): void {
  const { frames } = run;
  frames.integers[(frame << 4) + slot.pc] = (frames.integers[(frame << 4) + slot.pc] ?? 0) + 1;
}

/** When the frame is to be woken. An event of it at another time was called off, whatever the frame does by then. */
export function scheduleFrame(run: Run, time: number, frame: number): void {
  run.frames.seconds[(frame << 3) + slot.due] = time;
  schedule(run.events, time, frame);
}

/** Adds an agent; `wakeAgent` schedules it by the index given here. */
export function addAgent(run: Run, agent: Agent): number {
  run.agents.push(agent);
  return run.agents.length - 1;
}

export function wakeAgent(run: Run, at: number, agent: number): void {
  schedule(run.events, at, ~(run.sources.length + agent));
}

/** Does something once at a time of the experiment. */
export function at(run: Run, time: number, action: Agent): void {
  wakeAgent(run, time, addAgent(run, action));
}
