import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Objective } from '../model/brief.ts';
import type { Quantity } from '../model/origin.ts';
import { kebabCase } from './words.ts';

/** An objective together with the endpoints it holds for; no endpoints = all of them. */
export interface ServiceLevel {
  readonly id: string;
  readonly workload: string;
  readonly endpoints: readonly Endpoint[];
  readonly latency?: { readonly percentile: number; readonly limitMs: number };
  /** 0..1 */
  readonly availability?: number;
}

export const milliseconds = ({ value, unit }: Quantity): number => (unit === 's' ? value * 1000 : value);

export function serviceLevels(backend: Backend): readonly ServiceLevel[] {
  return backend.requirements.objectives.map((objective) => serviceLevel(objective, backend));
}

function serviceLevel(objective: Objective, backend: Backend): ServiceLevel {
  const operations = backend.load.workloads
    .filter(({ id }) => id === objective.workload)
    .map(({ operation }) => operation);
  const endpoints = backend.api.endpoints.filter(
    (endpoint) =>
      objective.workload !== '*' &&
      (endpoint.objectives.includes(objective.id) || operations.includes(endpoint.operation ?? '')),
  );
  return {
    id: kebabCase(objective.id === '*' ? 'all' : objective.id),
    workload: objective.workload,
    endpoints,
    ...(objective.latency && {
      latency: { percentile: objective.latency.percentile, limitMs: milliseconds(objective.latency.limit) },
    }),
    ...(objective.availability && { availability: objective.availability.value }),
  };
}

/** What a workload is held to: its own objective for each quality, else the one for everywhere. */
export function levelOf(
  levels: readonly ServiceLevel[],
  workload: string,
): Pick<ServiceLevel, 'latency' | 'availability'> {
  const [own, everywhere] = [workload, '*'].map((name) => levels.filter((level) => level.workload === name));
  const first = <T>(pick: (level: ServiceLevel) => T | undefined): T | undefined =>
    [...(own ?? []), ...(everywhere ?? [])].map(pick).find((value) => value !== undefined);
  const latency = first((level) => level.latency);
  const availability = first((level) => level.availability);
  return {
    ...(latency !== undefined && { latency }),
    ...(availability !== undefined && { availability }),
  };
}
