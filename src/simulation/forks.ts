import { none, takeFrame, slot } from './frames.ts';
import type { Instruction } from './program.ts';
import { advancePc, makeReady, sendToFailure } from './run.ts';
import type { Run } from './run.ts';

/** Starts all branches; the frame waits for the wanted number of answers. */
export function fork(run: Run, frame: number, step: Instruction): number {
  const { frames } = run;
  frames.integers[(frame << 4) + slot.open] = step.targets.length;
  frames.integers[(frame << 4) + slot.wanted] = step.count;
  if (step.count <= 0) advancePc(run, frame);
  for (const target of step.targets) {
    const branch = takeFrame(frames, target, frames.integers[(frame << 4) + slot.source] ?? 0);
    if (step.count > 0) {
      frames.integers[(branch << 4) + slot.parent] = frame;
      frames.integers[(branch << 4) + slot.ticket] = frames.integers[(frame << 4) + slot.stamp] ?? 0;
    }
    makeReady(run.ready, branch);
  }
  return step.count > 0 ? none : frame;
}

/** Goes on when enough branches are done; fails as soon as those still open cannot be enough. */
export function branchAnswered(run: Run, frame: number, isSuccess: boolean): number {
  const { frames } = run;
  const open = (frames.integers[(frame << 4) + slot.open] ?? 0) - 1;
  const wanted = (frames.integers[(frame << 4) + slot.wanted] ?? 0) - (isSuccess ? 1 : 0);
  frames.integers[(frame << 4) + slot.open] = open;
  frames.integers[(frame << 4) + slot.wanted] = wanted;
  if (wanted > 0 && open >= wanted) return none;
  frames.integers[(frame << 4) + slot.stamp] = ((frames.integers[(frame << 4) + slot.stamp] ?? 0) + 1) | 0;
  if (wanted <= 0) advancePc(run, frame);
  else sendToFailure(run, frame);
  return frame;
}
