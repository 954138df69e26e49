import { stringify } from 'yaml';
import type { Connection } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';
import type { LatencyBudget } from '../../model/load.ts';
import type { Json } from '../../model/origin.ts';
import { compact } from '../emitted.ts';
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

/** Seconds of the experiment, and when the tier stands still in it. */
export const outage = { from: 6, lasts: 4, end: 28 } as const;

/**
 * The load at peak with the timeouts, attempts and connection pools of the design, and one database that stands still
 * for some seconds: does what is waiting then drain, or do the callers keep it busy? In the language of `check capacity`.
 */
export function outageFile(backend: Backend, database: string): Emitted {
  const { load, architecture } = backend;
  const { queues, budgets } = writable(backend);
  const connections = architecture.connections.filter(({ synchronous }) => synchronous);
  const pools = new Map<string, number>();
  const operations: Record<string, Json> = {};
  const classes: Record<string, Json> = {};
  for (const budget of budgets) {
    const name = classOf(budget, budgets);
    classes[name] = {
      rate: plain(peakOf(budget, load)),
      steps: stepsOf(name, budget, connections, pools, operations, backend),
    };
  }
  const file = {
    stations: {
      ...Object.fromEntries(queues.map(({ container, servers }) => [container, stationJson(servers.value)])),
      [wires]: 'delay',
    },
    pools: Object.fromEntries([...pools].filter(([, places]) => places > 0)),
    operations,
    classes: {
      ...classes,
      ...Object.fromEntries(queues.flatMap((station) => restJson(station, load, budgets))),
    },
    disturbances: [{ outage: database, isLost: false, from: outage.from, lasts: outage.lasts }],
    experiment: { warmup: 0, duration: outage.end, replications: 1, seed: 1 },
  };
  return { text: `# plumbline check capacity <this file>\n${stringify(file, { lineWidth: 120 })}`, lost: [] };
}

/**
 * The application's part of a way is an operation that the gateway calls, and each hop behind it one that the
 * application calls; hops that no connection leads to are done in place.
 */
function stepsOf(
  name: string,
  { hops }: LatencyBudget,
  connections: readonly Connection[],
  pools: Map<string, number>,
  operations: Record<string, Json>,
  { architecture }: Backend,
): readonly Json[] {
  const front = hops.findIndex(({ container }) => kindOf(architecture, container) === 'application');
  const application = hops[front];
  if (application === undefined) return hops.flatMap(hopSteps);
  const behind = hops.slice(front + 1).flatMap((hop): readonly Json[] => {
    const connection = connections.find(
      ({ from, to }) => from === application.container && to === hop.container,
    );
    const steps = hopSteps(hop);
    if (connection === undefined || steps.length === 0) return steps;
    const id = `${name} at ${hop.container}`;
    const pool = poolOf(connection, pools, architecture);
    operations[id] = compact({ pool, steps: [...steps] });
    return [callOf(id, connection)];
  });
  const id = `${name} at ${application.container}`;
  operations[id] = { steps: [...hopSteps(application), ...behind] };
  const gateway = connections.find(
    ({ from, to }) => to === application.container && kindOf(architecture, from) === 'gateway',
  );
  return [...hops.slice(0, front).flatMap(hopSteps), callOf(id, gateway)];
}

const kindOf = ({ containers }: Backend['architecture'], id: string): string | undefined =>
  containers.find((container) => container.id === id)?.kind;

function callOf(operation: string, connection: Connection | undefined): Json {
  const { timeout, attempts } = connection ?? {};
  return compact({
    call: operation,
    timeout: timeout === undefined ? undefined : seconds(timeout),
    attempts: attempts === undefined || attempts.value <= 1 ? undefined : attempts.value,
  });
}

/** Connections of all instances together; the name says from where to where. */
function poolOf(
  { from, to, pool }: Connection,
  pools: Map<string, number>,
  { containers }: Backend['architecture'],
): string | undefined {
  if (pool === undefined) return undefined;
  const id = `connections of ${from} to ${to}`;
  const instances = containers.find((container) => container.id === from)?.instances?.value ?? 1;
  pools.set(id, Math.max(1, Math.round(pool.value * instances)));
  return id;
}
