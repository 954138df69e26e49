import type { Backend } from '../../../model/backend.ts';
import type { Processes } from '../../../model/processes.ts';
import type { Reach } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';
import { dualWritesOf } from './dual-writes.ts';
import { repeatedInserts } from './repeated-inserts.ts';

/** What is known of a backend once statements, jobs and calls of all its languages are joined. */
export interface Joined {
  readonly backend: Backend;
  readonly reaches: readonly Reach[];
  readonly files: ReadonlyMap<string, TextFile>;
}

/**
 * The processes with what a crash or a second delivery does to their messages: places that store and send in two systems,
 * and work whose inserts happen again with each delivery.
 */
export function withDeliveries(
  backend: Backend,
  reaches: readonly Reach[],
  files: ReadonlyMap<string, TextFile>,
): Processes {
  const { processes } = backend;
  if (!processes.jobs.some(({ kind }) => kind === 'queue')) return processes;
  const joined: Joined = { backend, reaches, files };
  const dualWrites = dualWritesOf(joined);
  return {
    ...processes,
    ...(dualWrites.length === 0 ? {} : { dualWrites }),
    jobs: processes.jobs.map((job) => {
      const repeated = repeatedInserts(joined, job);
      return repeated.length === 0 ? job : { ...job, repeatedInserts: repeated };
    }),
  };
}
