import type { Workload } from '../../model/brief.ts';
import type { Quantity } from '../../model/origin.ts';
import { figure } from '../capacity/figures.ts';

/** Who sends the requests that shares are shares of. */
export interface Population {
  readonly users: Quantity;
  /** Seconds between two requests of one user. */
  readonly think: Quantity;
  readonly peak: Quantity;
}

/** What the load is read from; a Domain and a Brief together have all of it. */
export interface LoadSource {
  readonly users?: Quantity;
  readonly workloads: readonly Workload[];
}

/**
 * The population common to all workloads that carry only a share. It is the one said for the system; else the largest
 * one said at a workload, whose think time and peak then hold for the others too. Concurrent users are already those
 * of the busiest hour: nothing is added unless a peak factor is given.
 */
export function commonPopulation({ users, workloads }: LoadSource): Population | undefined {
  const leader = workloads
    .filter((workload) => workload.users !== undefined)
    .reduce<Workload | undefined>(
      (best, next) => ((next.users?.value ?? 0) > (best?.users?.value ?? 0) ? next : best),
      undefined,
    );
  const population = users ?? leader?.users;
  if (population === undefined) return undefined;
  return {
    users: population,
    think: leader?.think ?? said(workloads, 'think') ?? figure('thinkTime'),
    peak: leader?.peak ?? said(workloads, 'peak') ?? noPeak,
  };
}

/** A value that exactly one workload states without users of its own: meant for all of them. */
function said(workloads: readonly Workload[], key: 'think' | 'peak'): Quantity | undefined {
  const values = workloads.map((workload) => workload[key]).filter((value) => value !== undefined);
  return values.length === 1 ? values[0] : undefined;
}

const noPeak: Quantity = {
  value: 1,
  unit: 'x',
  origin: {
    kind: 'assumed',
    because: 'concurrent users are those of the busiest hour, so no factor is added',
  },
};

/** The population of one workload: its own values first, then the common ones. */
export function populationOf(workload: Workload, common: Population | undefined): Population | undefined {
  const users = workload.users ?? common?.users;
  if (users === undefined) return undefined;
  return {
    users,
    think: workload.think ?? common?.think ?? figure('thinkTime'),
    peak: workload.peak ?? common?.peak ?? noPeak,
  };
}
