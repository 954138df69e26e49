import { takeFrame } from './frames.ts';
import { drawTime } from './random-time.ts';
import { addAgent, at, makeReady, wakeAgent } from './run.ts';
import type { Run, SourceState } from './run.ts';

/** Sets all sources going at time 0: open ones with their first arrival, the people of closed ones thinking. */
export function startSources(run: Run): void {
  for (const source of run.sources) {
    if (source.isOpen) {
      if (!Number.isFinite(source.time.mean)) continue;
      source.agent = addAgent(run, () => arrive(run, source));
      scheduleArrival(run, source, drawTime(source.time, run.random));
    } else at(run, 0, () => makeRequests(run, source, source.population));
  }
}

function scheduleArrival(run: Run, source: SourceState, interval: number): void {
  source.due = run.now + interval / source.surge;
  wakeAgent(run, source.due, source.agent);
}

function arrive(run: Run, source: SourceState): void {
  if (run.now !== source.due) return;
  scheduleArrival(run, source, drawTime(source.time, run.random));
  makeRequests(run, source, source.batch);
}

/** So many requests (or users) begin now. */
export function makeRequests(run: Run, source: SourceState, count: number): void {
  for (let i = 0; i < count; i++) makeReady(run.ready, takeFrame(run.frames, source.entry, source.index));
}

/** From now on a source is `factor` times as busy as usual; what is left of the present interval shrinks or grows. */
export function setSurge(run: Run, source: SourceState, factor: number): void {
  const left = (source.due - run.now) * source.surge;
  source.surge = factor;
  if (source.isOpen) scheduleArrival(run, source, left);
}
