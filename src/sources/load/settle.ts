import { setTimeout as pause } from 'node:timers/promises';
import type { ServerClock } from './processes.ts';

const lookSeconds = 0.25;
const mostSeconds = 10;
/** Cores beyond those of a resting server that still count as rest. */
const slack = 0.05;

/**
 * Waits until a server has done what a step left it to do. Answered requests leave work behind (messages to deliver,
 * jobs, files to write, garbage), and without the wait that of one step would be counted in the next.
 */
export type Settle = () => Promise<void>;

/** `rest` is the use of cores before anything was asked; where CPU cannot be read there is nothing to wait for. */
export async function settling(clock: ServerClock | undefined): Promise<Settle> {
  if (clock === undefined) return async () => undefined;
  const rest = await usedCores(clock);
  return async () => {
    for (let waited = 0; waited < mostSeconds; waited += lookSeconds)
      if ((await usedCores(clock)) <= rest + slack) return;
  };
}

async function usedCores(clock: ServerClock): Promise<number> {
  const before = clock.seconds() ?? 0;
  await pause(lookSeconds * 1000);
  return ((clock.seconds() ?? before) - before) / lookSeconds;
}
