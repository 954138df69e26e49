import type { Brief, Workload } from '../../model/brief.ts';
import type { Operation } from '../../model/domain.ts';
import { assumed, derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';
import type { Grant } from './access.ts';
import { scheduler } from './jobs.ts';

/** The size of a system of which nothing was said. */
const unknownUsers: Quantity = assumed(
  1000,
  'users',
  'No number of users was given, and code does not tell it; a thousand at once is a small public service.',
  100,
  10_000,
);

/** Reads are asked for about ten times as often as writes (the usual share of web applications). */
const readsToWrites = 10;

const isRead = ({ verb }: Operation): boolean => verb === 'list' || verb === 'read' || verb === 'search';

/** Most workloads that are told apart: the load of the others is too small to size anything by. */
const most = 12;

/**
 * What people do with the target, where the wishes do not say it: what more endpoints lead to is done more often, and reads more
 * often than writes. Shares are assumed until an access log of the legacy system replaces them.
 */
export function workloadsOf(
  operations: readonly Operation[],
  grants: readonly Grant[],
  asked: ReadonlyMap<string, number>,
  fallback: string,
): readonly Workload[] {
  const actors = new Map(
    grants
      .filter(({ role }) => role !== scheduler)
      .toReversed()
      .map(({ operation, role }) => [operation, role]),
  );
  const weighed = operations
    .filter((operation) => operation.anonymous || actors.has(operation.id))
    .filter(({ verb, longRunning }) => !longRunning && verb !== 'import' && verb !== 'export')
    .map((operation) => ({
      operation,
      weight: (asked.get(operation.id) ?? 1) * (isRead(operation) ? readsToWrites : 1),
    }))
    .toSorted((a, b) => b.weight - a.weight || compareText(a.operation.id, b.operation.id))
    .slice(0, most);
  const sum = weighed.reduce((total, { weight }) => total + weight, 0);
  return weighed.map(({ operation, weight }): Workload => ({
    id: operation.id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    actor: (operation.anonymous ? undefined : actors.get(operation.id)) ?? fallback,
    operation: operation.id,
    share: derived(
      Math.round((weight / sum) * 10_000) / 10_000,
      'ratio',
      'endpoints of the legacy system that lead to it, reads counted ten times',
      [`${asked.get(operation.id) ?? 1} endpoints`],
    ),
    by: [],
    steps: [],
    origin: {
      kind: 'assumed',
      because: 'how often each endpoint of the legacy system is asked was not measured',
    },
  }));
}

/** Users as the wishes say; else assumed. */
export const usersOf = (wishes: Brief | undefined): Quantity => wishes?.users ?? unknownUsers;
