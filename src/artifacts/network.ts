import type { Backend } from '../model/backend.ts';
import type { LatencyBudget, PathAvailability, Station } from '../model/load.ts';
import type { Json, Quantity } from '../model/origin.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted } from './emitted.ts';

/** What a tier may be used with one instance lost: beyond it a loss causes the next. */
const utilisationLimit = 0.8;

const seconds = ({ value, unit }: Quantity): number => (unit === 'ms' ? value / 1000 : value);

/**
 * The load at peak as a queueing network, in seconds and requests per second: stations, the way of each operation
 * with its objective, the parts each path needs, the people behind the requests.
 */
export function networkJson({ load, architecture }: Backend): Emitted {
  if (load.stations.length === 0) return { text: '', lost: [] };
  const instances = new Map(
    architecture.containers.map((container) => [container.id, container.instances?.value]),
  );
  return {
    text: jsonText({
      units: { time: 's', rate: 'requests/s' },
      stations: load.stations.map((station) => stationJson(station, instances.get(station.container))),
      latency: load.budgets.map(budgetJson),
      availability: load.availability.map(pathJson),
      people: peopleJson(load),
    }),
    lost: [],
  };
}

function stationJson(station: Station, instances: number | undefined): Json {
  const { container, model, arrival, service, servers, scv, utilisation, utilisationOneDown } = station;
  const isQueue = model !== 'delay';
  return compact({
    container,
    kind: isQueue ? 'queue' : 'delay',
    arrival: arrival.value,
    service: seconds(service),
    scv,
    servers: isQueue ? servers.value : undefined,
    instances: isQueue ? (instances ?? implied(utilisation.value, utilisationOneDown?.value)) : undefined,
    utilisationLimit: isQueue ? utilisationLimit : undefined,
    stated: isQueue
      ? {
          utilisation: utilisation.value,
          response: seconds(station.response),
          p95: seconds(station.p95),
          p99: seconds(station.p99),
        }
      : undefined,
  });
}

/** u/u₁ = (n − 1)/n, where the model says how busy the rest is. */
const implied = (all: number, rest: number | undefined): number =>
  rest === undefined || rest <= all ? 1 : Math.round(1 / (1 - all / rest));

function budgetJson({ operation, workload, hops, mean, p95, p99, objective }: LatencyBudget): Json {
  return compact({
    operation,
    workload,
    hops: hops.map((hop) =>
      compact({ container: hop.container, mean: seconds(hop.mean), scv: hop.scv, reached: hop.reached }),
    ),
    stated: { mean: seconds(mean), p95: seconds(p95), p99: seconds(p99) },
    objective:
      objective === undefined
        ? undefined
        : { id: objective.id, percentile: objective.percentile, limit: seconds(objective.limit) },
  });
}

function pathJson({ operation, workload, parts, availability, objective }: PathAvailability): Json {
  return compact({
    operation,
    workload,
    parts: parts.map((part) => ({ container: part.container, availability: part.availability.value })),
    stated: availability.value,
    objective: objective === undefined ? undefined : { id: objective.id, required: objective.required.value },
  });
}

/** Those who pause between two requests: a workload that runs by itself has no think time. */
function peopleJson({ workloads, rates, budgets }: Backend['load']): Json {
  return workloads.flatMap(({ id, think }) => {
    const rate = rates.find(({ workload }) => workload === id)?.peak.value;
    const response = budgets.find(({ workload }) => workload === id)?.mean;
    if (think === undefined || rate === undefined || response === undefined) return [];
    return [{ workload: id, think: seconds(think), peakRate: rate, response: seconds(response) }];
  });
}
