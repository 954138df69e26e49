import { stringify } from 'yaml';
import type { Backend } from '../model/backend.ts';
import type { LatencyBudget, Load, Station } from '../model/load.ts';
import type { Json, Quantity } from '../model/origin.ts';
import { compact } from './emitted.ts';
import type { Emitted } from './emitted.ts';

const seconds = ({ value, unit }: Quantity): number => (unit === 'ms' ? value / 1000 : value);

/** Nine digits: a service time survives the way through the file. */
const plain = (value: number): number => Number(value.toPrecision(9));

/**
 * The load at peak in the language of `check capacity`: each workload with its time at each container, what is left of
 * each queue's load (batches, deferred work, replayed writes) as a class of its own, and the latency objectives.
 */
export function capacityFile(backend: Backend): Emitted {
  const { load } = backend;
  const queues = load.stations.filter(({ model }) => model !== 'delay');
  const budgets = load.budgets.filter(({ hops }) => hops.every(({ work }) => work !== undefined));
  if (queues.length === 0 || budgets.length === 0) return { text: '', lost: [] };
  const classes = [
    ...budgets.map((budget) => [classOf(budget, budgets), classJson(budget, load)] as const),
    ...queues.flatMap((station) => restJson(station, load, budgets)),
  ];
  const file = {
    stations: {
      ...Object.fromEntries(queues.map(({ container, servers }) => [container, stationJson(servers.value)])),
      [wires]: 'delay',
    },
    classes: Object.fromEntries(classes),
    objectives: budgets.flatMap((budget) =>
      budget.objective === undefined
        ? []
        : [
            {
              latency: classOf(budget, budgets),
              percentile: budget.objective.percentile,
              limit: seconds(budget.objective.limit),
            },
          ],
    ),
    experiment: experimentFor(budgets.reduce((sum, budget) => sum + peakOf(budget, load), 0)),
  };
  return { text: `# plumbline check capacity <this file>\n${stringify(file, { lineWidth: 120 })}`, lost: [] };
}

/** Requests of all workloads in one replication: of one in a thousand there are still sixty. */
const requestsSimulated = 60_000;

/** Queues of milliseconds are steady after a second; two significant digits of seconds. */
function experimentFor(rate: number): Json {
  const duration = Number(
    Math.min(86_400, Math.max(2, requestsSimulated / Math.max(rate, 1e-6))).toPrecision(2),
  );
  return { warmup: Number(Math.max(1, duration / 10).toPrecision(2)), duration, replications: 5, seed: 1 };
}

/** Where time passes for which nobody queues: wires, commits, foreign systems, a cache. */
const wires = 'delays';

/** Cores may be a fraction in sum; the language counts whole servers. */
const stationJson = (servers: number): Json => ({ servers: Math.max(1, Math.round(servers)) });

/** The workload, with the operation where a workload has several ways. */
function classOf({ workload, operation }: LatencyBudget, all: readonly LatencyBudget[]): string {
  return all.filter((each) => each.workload === workload).length > 1 ? `${workload}, ${operation}` : workload;
}

const peakOf = ({ workload, operation }: LatencyBudget, { rates }: Load): number =>
  rates.find((rate) => rate.workload === workload && rate.operation === operation)?.peak.value ?? 0;

function classJson(budget: LatencyBudget, load: Load): Json {
  return { rate: plain(peakOf(budget, load)), steps: budget.hops.flatMap(hopSteps) };
}

/** Visits in a row, then the delays of all of them; only a part of the requests gets to a container behind a cache. */
function hopSteps({ container, reached = 1, work }: LatencyBudget['hops'][number]): readonly Json[] {
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
function restJson(
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
