import { attemptAnswered } from './calls.ts';
import { branchAnswered } from './forks.ts';
import { none, slot } from './frames.ts';
import { op } from './program.ts';
import { advancePc, sendToFailure } from './run.ts';
import type { Run } from './run.ts';

/** Tells whoever waits for `frame` how it ended. Gives the waiting frame if it goes on now, else none. */
export function answer(run: Run, frame: number, isSuccess: boolean): number {
  const { frames, program } = run;
  const caller = frames.integers[(frame << 4) + slot.parent] ?? none;
  if (caller === none) return none;
  frames.integers[(frame << 4) + slot.parent] = none;
  if (frames.integers[(frame << 4) + slot.ticket] !== frames.integers[(caller << 4) + slot.stamp])
    return none;
  const step = program[frames.integers[(caller << 4) + slot.pc] ?? 0];
  if (step === undefined) return none;
  if (step.op === op.callUnderPolicy) return attemptAnswered(run, step.site, caller, isSuccess);
  if (step.op === op.fork) return branchAnswered(run, caller, isSuccess);
  frames.integers[(caller << 4) + slot.stamp] = ((frames.integers[(caller << 4) + slot.stamp] ?? 0) + 1) | 0;
  if (isSuccess) advancePc(run, caller);
  else sendToFailure(run, caller);
  return caller;
}
