import { none, slot, takeFrame } from './frames.ts';
import { schedule } from './pending-events.ts';
import { drawTime } from './random-time.ts';
import { at, makeReady } from './run.ts';
import type { Run, SourceState } from './run.ts';

/** Sets all sources going at time 0: open ones with their first arrival, the people of closed ones thinking. */
export function startSources(run: Run): void {
  for (const source of run.sources) {
    if (!source.isOpen) at(run, 0, () => makeRequests(run, source, source.population));
    else if (Number.isFinite(source.time.mean)) scheduleArrival(run, source);
  }
}

/** The events of sources have the codes before those of agents. */
function scheduleArrival(run: Run, source: SourceState): void {
  source.due = run.now + drawTime(source.time, run.random) / source.surge;
  schedule(run.events, source.due, ~source.index);
}

/** The event of an open source has come: its requests begin, unless the event was called off. Gives the first of them. */
export function arrive(run: Run, source: SourceState): number {
  if (run.now !== source.due) return none;
  scheduleArrival(run, source);
  if (source.batch > 1) makeRequests(run, source, source.batch - 1);
  // Its first instruction, done here already.
  source.arrivals++;
  const frame = takeFrame(run.frames, source.entry + 1, source.index);
  run.frames.seconds[(frame << 3) + slot.born] = run.now;
  return frame;
}

/** So many requests (or users) begin now. */
export function makeRequests(run: Run, source: SourceState, count: number): void {
  for (let i = 0; i < count; i++) makeReady(run.ready, takeFrame(run.frames, source.entry, source.index));
}

/** From now on a source is `factor` times as busy as usual; what is left of the present interval shrinks or grows. */
export function setSurge(run: Run, source: SourceState, factor: number): void {
  const left = (source.due - run.now) * source.surge;
  source.surge = factor;
  source.meanGap = source.time.mean / factor;
  if (!source.isOpen || !Number.isFinite(left)) return;
  source.due = run.now + left / factor;
  schedule(run.events, source.due, ~source.index);
}
