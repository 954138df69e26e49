import type { Backend } from '../../model/backend.ts';
import { kebabCase } from '../words.ts';
import { nameOf, place } from './acts.ts';
import type { Act } from './acts.ts';

/** A consumer of an event that the flow tells. */
export interface Listener {
  readonly event: string;
  readonly at: string;
  /** Name of its process, and of what it counts. */
  readonly name: string;
  readonly action: string;
  /** It records what it has taken beside what it does. */
  readonly hasInbox: boolean;
}

/** Consumers of one event that are told; more do not know of each other either. */
const mostConsumers = 4;

export function listenersOf(
  { processes: { events, jobs } }: Backend,
  acts: readonly Act[],
): readonly Listener[] {
  const told = new Set(acts.flatMap((act) => (act.kind === 'own' ? act.tells : [])));
  return [...told].flatMap((event) => {
    const found = events.find(({ name }) => nameOf(name, 'event') === event);
    return (found?.consumers ?? []).slice(0, mostConsumers).map(({ context, action }, index): Listener => {
      const job = jobs.find(({ id }) => id === `${context}-on-${kebabCase(found?.name ?? '')}`);
      return {
        event,
        at: place(context),
        name: index === 0 ? event : `${event}-by-${nameOf(context, 'own')}`,
        action,
        hasInbox: job?.idempotent !== false,
      };
    });
  });
}

export const listenerRecords = (listeners: readonly Listener[]): readonly string[] =>
  listeners.map(({ name, at }) => `  ${name}-taken: { at: ${at}, values: times }`);

export const listenerProcess = ({ event, at, name, action, hasInbox }: Listener): readonly string[] => [
  `  take-${name}:`,
  `    at: ${at}`,
  `    on: ${event}`,
  '    steps:',
  `      - transaction: { ${name}-taken: ${name}-taken + 1 }`,
  `        as: ${JSON.stringify(action.replace(/\s+/g, ' ').slice(0, 110))}`,
  ...(hasInbox ? ['        inbox: true'] : []),
];

/** Whether a relay publishes what transactions store; else messages are published apart from them. */
export const hasRelay = ({ processes: { jobs } }: Backend): boolean =>
  jobs.some(({ kind }) => kind === 'relay');
