import type { Load } from '../../model/load.ts';
import type { Quantity } from '../../model/origin.ts';
import { figure } from '../capacity/figures.ts';
import { growthWalk } from '../options/growth.ts';
import type { Comparison } from '../options/result.ts';
import { sensitivityOf } from '../options/sensitivity.ts';
import { swingsOf } from '../options/swings.ts';
import { product, total } from '../quantities.ts';
import type { Problem } from '../sizing/problem.ts';
import { availabilityOf, budgetsOf } from './budgets.ts';
import { stationsOf } from './stations.ts';

/** Users at once are those of the busiest hour; a month is mostly quieter. Batches are means of a day already. */
function monthlyRequests({ load, work }: Problem): Quantity {
  const people = load.rates.filter(
    ({ workload }) => work.waiting.find((entry) => entry.workload === workload)?.interactive === true,
  );
  const mean = total(
    'requests/s',
    'sum over workloads of people',
    people.map((rate) => rate.mean),
    people.map(({ workload }) => workload),
  );
  return product(
    'count',
    'mean of the busiest hour × part of it over the day × seconds of 30 days',
    [
      { name: 'mean', quantity: mean },
      { name: 'part', quantity: figure('dailyLoadFactor') },
    ],
    30 * 86_400,
  );
}

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
    bandwidthIn: load.bandwidthIn,
    compression: figure('compression'),
    burst: load.burst,
    ...(load.userConnections !== undefined && { userConnections: load.userConnections }),
    requestsPerMonth: monthlyRequests(problem),
    stations: stationsOf(problem, chosen.sized),
    budgets: budgetsOf(problem, chosen.sized),
    availability: availabilityOf(problem, chosen.sized),
    growth: growthWalk(problem, candidates, chosen),
    sensitivity: sensitivityOf(problem, chosen),
    swings: swingsOf(problem, chosen),
  };
}
