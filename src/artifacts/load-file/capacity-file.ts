import { stringify } from 'yaml';
import type { Backend } from '../../model/backend.ts';
import type { LatencyBudget, Load } from '../../model/load.ts';
import type { Json } from '../../model/origin.ts';
import type { Emitted } from '../emitted.ts';
import {
  classOf,
  hopSteps,
  peakOf,
  plain,
  restJson,
  seconds,
  stationJson,
  wires,
  writable,
} from './parts.ts';

/**
 * The load at peak in the language of `check capacity`: each workload with its time at each container, what is left of
 * each queue's load (batches, deferred work, replayed writes) as a class of its own, and the latency objectives.
 */
export function capacityFile(backend: Backend): Emitted {
  const { load } = backend;
  const { queues, budgets } = writable(backend);
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

/** Requests of all workloads in one replication: of one in a thousand there are still forty. */
const requestsSimulated = 40_000;

/** Queues of milliseconds are steady after a second; two significant digits of seconds. */
function experimentFor(rate: number): Json {
  const duration = Number(
    Math.min(86_400, Math.max(2, requestsSimulated / Math.max(rate, 1e-6))).toPrecision(2),
  );
  return { warmup: Number(Math.max(1, duration / 10).toPrecision(2)), duration, replications: 5, seed: 1 };
}

function classJson(budget: LatencyBudget, load: Load): Json {
  return { rate: plain(peakOf(budget, load)), steps: budget.hops.flatMap(hopSteps) };
}
