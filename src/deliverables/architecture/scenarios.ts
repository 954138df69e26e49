import { count } from '../blocks.ts';
import type { Backend } from '../../model/backend.ts';
import type { Objective } from '../../model/brief.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

/** One quality with stimulus, response and measure, and what the model predicts for it. */
export interface QualityScenario {
  readonly quality: string;
  readonly stimulus: string;
  readonly response: string;
  readonly limit: Quantity;
  readonly predicted?: Quantity;
  readonly state: 'met' | 'not met' | 'to be tested';
}

/** Objectives first, then survival of one instance, then what must never happen. */
export function qualityScenarios(backend: Backend): readonly QualityScenario[] {
  return [
    ...backend.requirements.objectives.flatMap((objective) => [
      ...latency(backend, objective),
      ...availability(backend, objective),
      ...recovery(objective),
    ]),
    ...oneInstanceDown(backend),
    ...invariants(backend),
    ...ownership(backend),
  ];
}

const met = (value: boolean): QualityScenario['state'] => (value ? 'met' : 'not met');

function latency(backend: Backend, { id, latency: wanted }: Objective): readonly QualityScenario[] {
  if (wanted === undefined) return [];
  return backend.load.budgets
    .filter(({ objective }) => objective?.id === id)
    .map(({ operation, workload, objective, p95, p99, mean }) => {
      const rate = backend.load.rates.find((entry) => entry.workload === workload)?.peak;
      const predicted = wanted.percentile >= 99 ? p99 : wanted.percentile >= 90 ? p95 : mean;
      return {
        quality: 'latency',
        stimulus: `${operation} at peak${rate === undefined ? '' : ` (${quantityText(rate)})`}`,
        response: `answered; ${wanted.percentile} % of the answers within`,
        limit: wanted.limit,
        predicted,
        state: met(objective?.met === true),
      };
    });
}

function availability(backend: Backend, { id, availability: wanted }: Objective): readonly QualityScenario[] {
  if (wanted === undefined) return [];
  return backend.load.availability
    .filter(({ objective }) => objective?.id === id)
    .map((path) => ({
      quality: 'availability',
      stimulus: `any container on the path of ${path.operation} fails`,
      response: 'served over 30 days',
      limit: wanted,
      predicted: path.availability,
      state: met(path.objective?.met === true),
    }));
}

function recovery({ id, rpo, rto }: Objective): readonly QualityScenario[] {
  const state = 'to be tested';
  return [
    ...(rpo === undefined
      ? []
      : [
          {
            quality: 'durability',
            stimulus: `the primary database is lost (${id})`,
            response: 'committed data lost',
            limit: rpo,
            state,
          } as const,
        ]),
    ...(rto === undefined
      ? []
      : [
          {
            quality: 'recovery',
            stimulus: `the primary database is lost (${id})`,
            response: 'service is back within',
            limit: rto,
            state,
          } as const,
        ]),
  ];
}

/** The container that comes closest to its limit when one instance is missing. */
function oneInstanceDown({ load }: Backend): readonly QualityScenario[] {
  const candidates = load.stations.flatMap(({ container, utilisationOneDown }) =>
    utilisationOneDown === undefined ? [] : [{ container, value: utilisationOneDown }],
  );
  const worst = candidates.toSorted((a, b) => b.value.value - a.value.value)[0];
  if (worst === undefined) return [];
  return [
    {
      quality: 'resilience',
      stimulus: `one instance of ${worst.container} is lost at peak`,
      response: 'utilisation of the remaining instances stays below',
      limit: {
        value: 1,
        unit: 'ratio',
        origin: { kind: 'derived', rule: 'a queue is stable', from: ['arrivals < servers / service time'] },
      },
      predicted: worst.value,
      state: met(worst.value.value < 1),
    },
  ];
}

function invariants({ processes }: Backend): readonly QualityScenario[] {
  return processes.flows.flatMap(({ name, invariant, critical, steps }) =>
    invariant === undefined || !critical
      ? []
      : [
          {
            quality: 'correctness',
            stimulus: `a step of ${name} fails, is repeated or arrives late (${steps.length} steps)`,
            response: `${invariant}; cases that break it`,
            limit: count(0, 'violations allowed'),
            state: 'to be tested',
          } as const,
        ],
  );
}

function ownership({ trust }: Backend): readonly QualityScenario[] {
  return trust.rules
    .filter(({ where }) => where === 'owner')
    .slice(0, 1)
    .map(({ role, entities }) => ({
      quality: 'confidentiality',
      stimulus: `a ${role} asks for a ${entities.join(' or ')} of somebody else`,
      response: 'answered 404; rows returned',
      limit: count(0, 'rows of another owner'),
      state: 'to be tested',
    }));
}
