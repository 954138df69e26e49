import { readdirSync } from 'node:fs';
import { readOrUndefined } from './machine.ts';

/** One thread of a server, alive at the moment it was read. Seconds, in nanosecond steps. */
export interface ThreadTime {
  /** Process and thread: the same thread has the same id in every reading. */
  readonly id: string;
  /** Name the thread has given itself (proc(5), comm); that of the program where it has given none. */
  readonly name: string;
  /** Whether it is the first thread of its process. */
  readonly isMain: boolean;
  /** On a CPU. */
  readonly ran: number;
  /** Ready to run, but others had the CPU. */
  readonly waited: number;
}

/**
 * Threads of the given processes by the scheduler's own clock, /proc/<pid>/task/<tid>/schedstat (kernel documentation,
 * sched-stats); undefined where the kernel does not tell it.
 */
export function threadTimes(processes: readonly number[]): readonly ThreadTime[] | undefined {
  const threads: ThreadTime[] = [];
  for (const process of processes)
    for (const thread of threadsOf(process)) {
      const folder = `/proc/${process}/task/${thread}`;
      const [ran, waited] = (readOrUndefined(`${folder}/schedstat`) ?? '').split(' ');
      // Ended since the folder was read.
      if (ran === undefined || waited === undefined) continue;
      threads.push({
        id: `${process}/${thread}`,
        name: (readOrUndefined(`${folder}/comm`) ?? '').trim(),
        isMain: thread === String(process),
        ran: Number(ran) / 1e9,
        waited: Number(waited) / 1e9,
      });
    }
  return threads.length === 0 ? undefined : threads;
}

function threadsOf(process: number): readonly string[] {
  try {
    return readdirSync(`/proc/${process}/task`);
  } catch {
    return [];
  }
}
