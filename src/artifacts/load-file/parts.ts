import type { Backend } from '../../model/backend.ts';
import type { LatencyBudget, Load, Station } from '../../model/load.ts';
import type { Json, Quantity } from '../../model/origin.ts';
import { compact } from '../emitted.ts';

export const seconds = ({ value, unit }: Quantity): number => (unit === 'ms' ? value / 1000 : value);

/** Nine digits: a service time survives the way through the file. */
export const plain = (value: number): number => Number(value.toPrecision(9));

/** What can be written: queues, and the ways whose every hop says what it is made of. */
export function writable({ load }: Backend): {
  readonly queues: readonly Station[];
  readonly budgets: readonly LatencyBudget[];
} {
  return {
    queues: load.stations.filter(({ model }) => model !== 'delay'),
    budgets: load.budgets.filter(({ hops }) => hops.every(({ work }) => work !== undefined)),
  };
}

/** Where time passes for which nobody queues: wires, commits, foreign systems, a cache. */
export const wires = 'delays';

/** Cores may be a fraction in sum; the language counts whole servers. */
export const stationJson = (servers: number): Json => ({ servers: Math.max(1, Math.round(servers)) });

/** The workload, with the operation where a workload has several ways. */
export function classOf({ workload, operation }: LatencyBudget, all: readonly LatencyBudget[]): string {
  return all.filter((each) => each.workload === workload).length > 1 ? `${workload}, ${operation}` : workload;
}

export const peakOf = ({ workload, operation }: LatencyBudget, { rates }: Load): number =>
  rates.find((rate) => rate.workload === workload && rate.operation === operation)?.peak.value ?? 0;

/** Visits in a row, then the delays of all of them; only a part of the requests gets to a container behind a cache. */
export function hopSteps({ container, reached = 1, work }: LatencyBudget['hops'][number]): readonly Json[] {
  if (work === undefined || reached === 0) return [];
  const { visits, service, scv, delay, delayScv } = work;
  const steps: readonly Json[] = [
    ...Array.from({ length: visits }, (): Json => ({ work: container, time: timeJson(service, scv) })),
    ...(delay > 0 ? [{ work: wires, time: timeJson(delay, delayScv) }] : []),
  ];
  if (reached === 1 || steps.length === 0) return steps;
  return [{ choose: [{ probability: plain(reached), do: steps }] }];
}

const timeJson = (mean: number, scv: number): Json =>
  scv === 1 ? plain(mean) : compact({ mean: plain(mean), scv: plain(scv) });

/** What a queue serves beside the requests that people wait for: rate, mean and variability of the rest. */
export function restJson(
  { container, arrival, service, scv }: Station,
  load: Load,
  budgets: readonly LatencyBudget[],
): readonly (readonly [string, Json])[] {
  let rate = arrival.value;
  let busy = rate * seconds(service);
  let second = busy * seconds(service) * (1 + scv);
  for (const budget of budgets)
    for (const { container: at, reached = 1, work } of budget.hops) {
      if (at !== container || work === undefined) continue;
      const visits = peakOf(budget, load) * reached * work.visits;
      rate -= visits;
      busy -= visits * work.service;
      second -= visits * work.service * work.service * (1 + work.scv);
    }
  if (busy < 1e-6 * arrival.value * seconds(service)) return [];
  // Work without visits of its own (replayed writes) comes as often as all visits.
  const often = rate > 1e-6 * arrival.value ? rate : arrival.value;
  const mean = busy / often;
  const variability = Math.max(0, second / often / (mean * mean) - 1);
  return [
    [
      `other work at ${container}`,
      { rate: plain(often), demands: { [container]: { time: timeJson(mean, variability) } } },
    ],
  ];
}
