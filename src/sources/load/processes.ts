import { allProcesses, commandOf, listenersOf } from './listeners.ts';
import { readOrUndefined, ticksPerSecond } from './machine.ts';
import { threadTimes } from './threads.ts';
import type { ThreadTime } from './threads.ts';

/** What /proc/<pid>/stat tells of a process. */
export interface ProcessTime {
  readonly parent: number;
  /** CPU seconds of the process and of the children it has waited for. */
  readonly seconds: number;
}

/** Fields 4 and 14 to 17 of proc(5). The name in brackets may hold blanks and brackets, so counting begins after it. */
export function processTime(stat: string): ProcessTime | undefined {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/)
    .map(Number);
  const [parent, user, system, childUser, childSystem] = [1, 11, 12, 13, 14].map((index) => fields[index]);
  if (parent === undefined || user === undefined || system === undefined) return undefined;
  return { parent, seconds: (user + system + (childUser ?? 0) + (childSystem ?? 0)) / ticksPerSecond };
}

/** CPU of a server that may consist of several processes. */
export interface ServerClock {
  readonly command: string;
  readonly processes: () => number;
  /** CPU seconds so far, in steps of 10 ms. */
  readonly seconds: () => number;
  /** All threads that are alive; undefined where the kernel does not tell of them. */
  readonly threads: () => readonly ThreadTime[] | undefined;
}

export type ServerClockResult =
  | { readonly kind: 'clock'; readonly clock: ServerClock }
  | { readonly kind: 'unwatched'; readonly why: string };

/** Forwards bytes to a container: its CPU time is not that of the server. */
const forwarders = ['docker-proxy', 'slirp4netns', 'rootlessport', 'conmon', 'pasta'];

/**
 * The CPU clock of the processes that listen on a port, with everything they started (workers of a cluster), or of
 * the given process and what it started. This very process is never counted.
 */
export function serverClock(port: number, given?: number): ServerClockResult {
  if (readOrUndefined('/proc/self/stat') === undefined)
    return unwatched('this system has no /proc: without CPU time no service demand can be fitted');
  if (given !== undefined && timesOf([given]).size === 0)
    return unwatched(`there is no process ${given} to read`);
  const roots =
    given === undefined ? listenersOf(port).filter((id) => id !== 1 && id !== process.pid) : [given];
  if (roots.length === 0)
    return unwatched(
      `the process that listens on port ${port} cannot be seen (another user or container?): name it with --pid`,
    );
  const command = commandOf(roots[0] ?? 0);
  const forwarder = forwarders.find((name) => command.startsWith(name));
  if (forwarder !== undefined)
    return unwatched(
      `${forwarder} listens on port ${port}, not the server: name the server's process with --pid`,
    );
  return {
    kind: 'clock',
    clock: {
      command,
      processes: () => tree(roots).size,
      seconds: () => [...tree(roots).values()].reduce((sum, { seconds }) => sum + seconds, 0),
      threads: () => threadTimes([...tree(roots).keys()]),
    },
  };
}

const unwatched = (why: string): ServerClockResult => ({ kind: 'unwatched', why });

function timesOf(ids: readonly number[]): Map<number, ProcessTime> {
  return new Map(
    ids.flatMap((id) => {
      const time = processTime(readOrUndefined(`/proc/${id}/stat`) ?? '');
      return time === undefined ? [] : [[id, time] as const];
    }),
  );
}

/** The processes with all their descendants, as they are now: workers come and go. */
function tree(roots: readonly number[]): ReadonlyMap<number, ProcessTime> {
  return descendants(timesOf(allProcesses()), roots, process.pid);
}

/** `roots` and what descends from them, but for `excluded` and what only that started. Pure, for tests. */
export function descendants(
  all: ReadonlyMap<number, ProcessTime>,
  roots: readonly number[],
  excluded: number,
): ReadonlyMap<number, ProcessTime> {
  const belongs = (id: number): boolean => {
    // Ids are reused, so a chain of parents could be read with a circle in it.
    for (let at: number | undefined = id, depth = 0; at !== undefined && depth < 64; depth++) {
      if (roots.includes(at)) return true;
      if (at === excluded) return false;
      at = all.get(at)?.parent;
    }
    return false;
  };
  return new Map([...all].filter(([id]) => belongs(id)));
}
