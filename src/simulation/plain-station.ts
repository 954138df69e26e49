import { addLast, takeFirst } from './frame-queue.ts';
import { none, slot } from './frames.ts';
import { drawTime } from './random-time.ts';
import type { TimeDistribution } from './random-time.ts';
import { scheduleFrame } from './run.ts';
import type { Run } from './run.ts';
import { accountStation } from './station-state.ts';
import type { StationState } from './station-state.ts';

/** First come, first served, by any of the servers (infinitely many: a delay), without limit or disturbance. */
export function enterPlainStation(
  run: Run,
  station: StationState,
  time: TimeDistribution,
  frame: number,
): void {
  accountStation(station, run.now);
  station.arrivals++;
  station.inSystem++;
  run.frames.seconds[(frame << 3) + slot.arrived] = run.now;
  if (station.busy < station.servers) {
    station.busy++;
    scheduleFrame(run, run.now + drawTime(time, run.random), frame);
  } else addLast(run.frames, station.queue, frame);
}

/** The frame is served; the first in the queue takes its server. */
export function leavePlainStation(run: Run, station: StationState, frame: number): void {
  const { frames, program } = run;
  accountStation(station, run.now);
  station.inSystem--;
  station.completed++;
  station.responseSum += run.now - (frames.seconds[(frame << 3) + slot.arrived] ?? 0);
  const next = takeFirst(frames, station.queue);
  if (next === none) station.busy--;
  else {
    const step = program[frames.integers[(next << 4) + slot.pc] ?? 0];
    if (step !== undefined) scheduleFrame(run, run.now + drawTime(step.time, run.random), next);
  }
}
