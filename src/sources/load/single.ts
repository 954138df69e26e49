import { setTimeout as pause } from 'node:timers/promises';
import type { SingleRequests } from '../../model/measurement.ts';
import type { ServerClock } from './processes.ts';
import type { Sender } from './sender.ts';
import type { ThreadLog, ThreadUse } from './thread-log.ts';

const warmUp = 20;
const most = 300;
const mostSeconds = 5;
const fewest = 30;
/** Milliseconds after an answer in which a server finishes what belongs to it. */
const settleMilliseconds = 2;
const timeoutSeconds = 10;

/**
 * CPU of single requests of an operation, one at a time, from the scheduler's nanosecond clock: mean and variability.
 * Without it only the mean is known, and waiting times depend on the second moment (Pollaczek–Khinchine). Undefined
 * where that clock cannot be read or too few requests were answered in the time there is.
 */
export async function singleRequests(
  sender: Sender,
  clock: ServerClock | undefined,
  operation: number,
  threads: ThreadLog,
): Promise<SingleRequests | undefined> {
  if (clock?.threads() === undefined) return undefined;
  const samples: ThreadUse[] = [];
  const end = performance.now() + mostSeconds * 1000;
  for (let k = 0; k < warmUp + most && performance.now() < end; k++) {
    const before = clock.threads();
    try {
      await sender.ask(operation, timeoutSeconds);
    } catch {
      // A server that stops answering shows in the steps; here it only gives no sample.
      break;
    }
    await pause(settleMilliseconds);
    const use = threads.between(before, clock.threads());
    if (k >= warmUp && use !== undefined && cpuOf(use) > 0) samples.push(use);
  }
  if (samples.length < fewest) return undefined;
  return {
    count: samples.length,
    ...variability(samples.map(cpuOf)),
    threads: threads
      .seen()
      .map((_, place) => variability(samples.map((use) => Math.max(0, use[place]?.ran ?? 0)))),
  };
}

const cpuOf = (use: ThreadUse): number => use.reduce((sum, { ran }) => sum + ran, 0);

/** Squared coefficient of variation; that of nothing is 1, as of what is not known. */
function variability(samples: readonly number[]): { readonly mean: number; readonly scv: number } {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (samples.length - 1);
  return { mean, scv: mean > 0 ? variance / mean ** 2 : 1 };
}
