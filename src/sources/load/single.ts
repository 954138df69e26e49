import type { MeasuredOperation } from '../../model/measurement.ts';
import type { ServerClock } from './processes.ts';
import type { Sender } from './sender.ts';

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
): Promise<MeasuredOperation['single']> {
  if (clock?.scheduled() === undefined) return undefined;
  const samples: number[] = [];
  const end = performance.now() + mostSeconds * 1000;
  for (let k = 0; k < warmUp + most && performance.now() < end; k++) {
    const before = clock.scheduled()?.ran;
    try {
      await sender.ask(operation, timeoutSeconds);
    } catch {
      // A server that stops answering shows in the steps; here it only gives no sample.
      break;
    }
    await pause(settleMilliseconds);
    const after = clock.scheduled()?.ran;
    if (k >= warmUp && before !== undefined && after !== undefined && after > before)
      samples.push(after - before);
  }
  if (samples.length < fewest) return undefined;
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (samples.length - 1);
  return { count: samples.length, mean, scv: variance / mean ** 2 };
}

const pause = async (milliseconds: number): Promise<void> =>
  await new Promise((done) => {
    setTimeout(done, milliseconds);
  });
