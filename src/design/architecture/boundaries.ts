import type { Container } from '../../model/architecture.ts';
import type { OutgoingCall } from '../../model/processes.ts';
import type { TrustBoundary } from '../../model/trust.ts';
import { derived } from '../../model/origin.ts';
import type { Problem } from '../sizing/problem.ts';
import type { SizedOption } from '../sizing/sized.ts';
import { foreignCalls } from './calls.ts';
import { externalId } from './containers.ts';

/** Where trust changes: the edge, the processes behind it, the stores they alone may reach, and what others run. */
export function boundariesOf(containers: readonly Container[]): readonly TrustBoundary[] {
  const inside = (...kinds: readonly Container['kind'][]): readonly string[] =>
    containers.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  return [
    { id: 'edge', name: 'Edge, reached from the internet', inside: inside('gateway', 'cdn') },
    {
      id: 'application',
      name: 'Application network, reached by the edge',
      inside: inside('application', 'worker', 'scheduler'),
    },
    {
      id: 'data',
      name: 'Data network, reached by the application',
      inside: inside('database', 'replica', 'cache', 'broker', 'search', 'object-store'),
    },
    { id: 'foreign', name: 'Systems of others', inside: inside('external') },
  ].filter((boundary) => boundary.inside.length > 0);
}

/** Calls that leave our processes; none holds a transaction open while it waits. */
export const outgoingCalls = (problem: Problem, option: SizedOption): readonly OutgoingCall[] =>
  foreignCalls(problem, option).map(({ from, integration, timeout, attempts }) => {
    const origin = { kind: 'derived', rule: 'steps of the flows', from: [integration] } as const;
    return {
      id: `${from}-${externalId(option, integration)}`,
      target: integration,
      timeout: derived(timeout * 1000, 'ms', 'timeout of the flow step, else ten times the latency', [
        integration,
      ]),
      attempts: derived(attempts, 'count', 'attempts of the flow step', [integration]),
      circuitBreaker: true,
      inTransaction: false,
      origin,
    };
  });
