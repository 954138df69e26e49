import type { Backend } from '../model/backend.ts';
import { assumed, derived } from '../model/origin.ts';
import type { Quantity } from '../model/origin.ts';
import { graphqlParts } from './graphql-parts.ts';
import { costOf, depthOf } from './graphql-selection.ts';
import { persisted } from './graphql-persisted.ts';

export interface GraphqlLimits {
  /** Levels of fields. */
  readonly depth: Quantity;
  /** Milliseconds of CPU, the unit of `@cost`. */
  readonly cost: Quantity;
}

/** What one caller at its full rate may hold of the CPU that is idle at peak. */
const share = assumed(
  0.1,
  'ratio',
  'ten callers at their limits together take what is idle at peak',
  0.02,
  0.2,
);

/** Of the time of an objective, what may be work; the rest is waiting and the way. */
const working = assumed(0.5, 'ratio', 'half of the time is left for queues and wires', 0.3, 0.7);

/**
 * What a server refuses before it executes anything. Depth: one relation (its field and what is asked of it) more than
 * the deepest request of the journeys. Cost: what the load model leaves to one request, and never less than the
 * costliest request of the journeys.
 */
export function graphqlLimits(backend: Backend): GraphqlLimits {
  const parts = graphqlParts(backend);
  const journeys = persisted(backend, parts);
  const deepest = journeys.reduce((most, { selection }) => Math.max(most, depthOf(selection)), 1);
  return {
    depth: derived(deepest + 2, 'count', 'deepest request of the journeys + one relation', [
      `deepest request: ${deepest} levels`,
    ]),
    cost: costLimit(backend, Math.max(1, ...journeys.map(({ selection }) => costOf(selection)))),
  };
}

function costLimit(backend: Backend, costliest: number): Quantity {
  const fair = fairPart(backend);
  const timely = timelyPart(backend);
  const bounds = [fair, timely].filter((each) => each !== undefined);
  const tight = Math.min(...bounds.map(({ value }) => value));
  const from = [
    ...bounds.map(({ words, value }) => `${words}: ${Math.round(value)} ms`),
    `costliest request of the journeys: ${Math.round(costliest)} ms`,
  ];
  const value = Math.ceil(Math.max(Number.isFinite(tight) ? tight : costliest, costliest));
  return derived(value, 'ms', 'the smaller of fair and timely, and at least the costliest request', from);
}

interface Bound {
  readonly value: number;
  readonly words: string;
}

/** Idle CPU of the tightest station at peak, in ms a second, shared among callers at their rate limit. */
function fairPart({ load, trust }: Backend): Bound | undefined {
  const idle = load.stations
    .filter(({ model, servers }) => model !== 'delay' && servers.value > 0)
    .map(({ servers, utilisation }) => servers.value * 1000 * (1 - utilisation.value));
  const rates = trust.rateLimits
    .filter(({ per, appliesTo }) => per === 'user' && trust.actors.some(({ name }) => name === appliesTo))
    .map(({ rate }) => (rate.unit === 'requests/s' ? rate.value : 0))
    .filter((rate) => rate > 0);
  if (idle.length === 0 || rates.length === 0) return undefined;
  return {
    value: (Math.min(...idle) * share.value) / Math.max(...rates),
    words: `fair, ${share.value * 100} % of the idle CPU of the tightest station for a caller at its rate limit`,
  };
}

function timelyPart({ requirements }: Backend): Bound | undefined {
  const limits = requirements.objectives.flatMap(({ latency }) =>
    latency === undefined ? [] : [latency.limit.value * (latency.limit.unit === 's' ? 1000 : 1)],
  );
  return limits.length === 0
    ? undefined
    : { value: Math.min(...limits) * working.value, words: 'timely, half of the tightest latency objective' };
}
