import { none, takeFrame } from './frames.ts';
import type { Instruction } from './program.ts';
import { advancePc, makeReady, sendToFailure } from './run.ts';
import type { Run } from './run.ts';

/** Starts all branches; the frame waits for the wanted number of answers. */
export function fork(run: Run, frame: number, step: Instruction): number {
  const { frames } = run;
  frames.open[frame] = step.targets.length;
  frames.wanted[frame] = step.count;
  if (step.count <= 0) advancePc(run, frame);
  for (const target of step.targets) {
    const branch = takeFrame(frames, target, frames.source[frame] ?? 0);
    if (step.count > 0) {
      frames.parent[branch] = frame;
      frames.ticket[branch] = frames.stamp[frame] ?? 0;
    }
    makeReady(run.ready, branch);
  }
  return step.count > 0 ? none : frame;
}

/** Goes on when enough branches are done; fails as soon as those still open cannot be enough. */
export function branchAnswered(run: Run, frame: number, isSuccess: boolean): number {
  const { frames } = run;
  const open = (frames.open[frame] ?? 0) - 1;
  const wanted = (frames.wanted[frame] ?? 0) - (isSuccess ? 1 : 0);
  frames.open[frame] = open;
  frames.wanted[frame] = wanted;
  if (wanted > 0 && open >= wanted) return none;
  frames.stamp[frame] = ((frames.stamp[frame] ?? 0) + 1) | 0;
  if (wanted <= 0) advancePc(run, frame);
  else sendToFailure(run, frame);
  return frame;
}
