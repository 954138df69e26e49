import type { Load } from '../../model/load.ts';
import { growthWalk } from '../options/growth.ts';
import type { Comparison } from '../options/result.ts';
import { sensitivityOf } from '../options/sensitivity.ts';
import { availabilityOf, budgetsOf } from './budgets.ts';
import { stationsOf } from './stations.ts';

/** The load and what it does to the chosen option. */
export function loadRecord({ problem, candidates, chosen }: Comparison): Load {
  const { load } = problem;
  return {
    workloads: load.workloads,
    ...(load.users !== undefined && { users: load.users }),
    rates: load.rates,
    totalMean: load.totalMean,
    totalPeak: load.totalPeak,
    bandwidth: load.bandwidth,
    stations: stationsOf(problem, chosen.sized),
    budgets: budgetsOf(problem, chosen.sized),
    availability: availabilityOf(problem, chosen.sized),
    growth: growthWalk(problem, candidates, chosen),
    sensitivity: sensitivityOf(problem, chosen),
  };
}
