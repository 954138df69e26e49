import { callsIn, withNested } from '../../../model/network-steps.ts';
import type {
  CallPolicy,
  Disturbance,
  Experiment,
  Network,
  NetworkStation,
  Pool,
  Step,
} from '../../../model/network.ts';

/** One call with a policy: who makes it, and what it calls. */
export interface PolicyUse {
  readonly caller: string;
  readonly operation: string;
  readonly policy: CallPolicy;
}

/** Every call, at any depth of nesting; without a policy the plain one. */
export function callsOf(network: Network): readonly PolicyUse[] {
  return [
    ...network.sources.flatMap(({ id, steps }) => usesIn(id, steps)),
    ...network.operations.flatMap(({ id, steps, after }) => usesIn(id, [...steps, ...after])),
  ];
}

const plain: CallPolicy = { attempts: 1 };

const usesIn = (caller: string, steps: readonly Step[]): readonly PolicyUse[] =>
  callsIn(steps).map(({ operation, policy }) => ({ caller, operation, policy: policy ?? plain }));

/** The network with the policies of calls to one operation changed. */
export function withPolicy(
  network: Network,
  operation: string,
  change: (policy: CallPolicy) => CallPolicy,
): Network {
  const within = (steps: readonly Step[]): readonly Step[] =>
    steps.map((step): Step => {
      switch (step.kind) {
        case 'work':
          return step;
        case 'call':
          return step.operation === operation ? { ...step, policy: change(step.policy ?? plain) } : step;
        case 'mix':
          return {
            ...step,
            calls: step.calls.map((call) =>
              call.operation === operation ? { ...call, policy: change(call.policy ?? plain) } : call,
            ),
          };
        case 'hold':
        case 'cached':
          return { ...step, steps: within(step.steps) };
        case 'choose':
          return {
            ...step,
            branches: step.branches.map((branch) => ({ ...branch, steps: within(branch.steps) })),
          };
        case 'fork':
          return { ...step, branches: step.branches.map(within) };
      }
    });
  return {
    ...network,
    sources: network.sources.map((source) => ({ ...source, steps: within(source.steps) })),
    operations: network.operations.map((each) => ({
      ...each,
      steps: within(each.steps),
      after: within(each.after),
    })),
  };
}

export const withStation = (
  network: Network,
  id: string,
  change: (station: NetworkStation) => NetworkStation,
): Network => ({
  ...network,
  stations: network.stations.map((station) => (station.id === id ? change(station) : station)),
});

export const withPool = (network: Network, id: string, change: (pool: Pool) => Pool): Network => ({
  ...network,
  pools: network.pools.map((pool) => (pool.id === id ? change(pool) : pool)),
});

/** With these disturbances alone, over this span, in few replications: a look, not a measurement. */
export const under = (
  network: Network,
  disturbances: readonly Disturbance[],
  span: Pick<Experiment, 'duration' | 'warmup'>,
): Network => ({
  ...network,
  disturbances,
  experiment: { seed: network.experiment.seed, replications: 3, ...span },
});

/** Stations that an operation works at, itself or by what it calls. */
export function stationsBelow(network: Network, operation: string): ReadonlySet<string> {
  const stations = new Set<string>();
  const done = new Set<string>();
  const visit = (id: string): void => {
    if (done.has(id)) return;
    done.add(id);
    const found = network.operations.find((each) => each.id === id);
    if (found === undefined) return;
    const steps = [...found.steps, ...found.after];
    for (const station of stationsIn(steps)) stations.add(station);
    for (const { operation: next } of callsIn(steps)) visit(next);
  };
  visit(operation);
  return stations;
}

/** Stations that steps work at without calling anybody. */
const stationsIn = (steps: readonly Step[]): readonly string[] =>
  withNested(steps).flatMap((step) => (step.kind === 'work' || step.kind === 'mix' ? [step.station] : []));
