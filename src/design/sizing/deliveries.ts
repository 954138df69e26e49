import type { DomainEvent, Operation } from '../../model/domain.ts';
import { valueOf } from '../capacity/figures.ts';
import type { Domain } from '../domain.ts';
import type { DeferredWork } from './work.ts';

/** Words an event uses for what a plain verb did. */
const pastTenses: Readonly<Record<string, readonly string[]>> = {
  create: ['created', 'placed', 'registered', 'added', 'submitted', 'opened', 'received', 'reserved'],
  update: ['updated', 'changed', 'edited'],
  delete: ['deleted', 'removed'],
  import: ['imported', 'changed'],
};

/**
 * Events an operation gives rise to: those its flows publish, else those of its entity whose name is its verb or
 * action in the past tense (`order.shipped` of `process Order ship`). An event that no operation is found for costs
 * nothing here: it has no rate.
 */
export function eventsOf(domain: Domain, operation: Operation): readonly DomainEvent[] {
  const flows = domain.flows.filter(({ trigger }) => trigger === operation.id);
  const published = new Set(
    flows.flatMap(({ steps }) => steps.flatMap(({ kind, action }) => (kind === 'publish' ? [action] : []))),
  );
  return domain.events.filter(
    (event) => published.has(event.name) || (event.entity === operation.entity && names(event, operation)),
  );
}

function names(event: DomainEvent, operation: Operation): boolean {
  const word = event.name.split('.').at(-1) ?? '';
  const { action } = operation;
  if (action !== undefined) return word.startsWith(action.replace(/e$/, '').split('-')[0] ?? action);
  return pastTenses[operation.verb]?.includes(word) ?? false;
}

/** One delivery for each consumer of each event: relay, check for a duplicate, effect. */
export const deliveriesOf = (domain: Domain, operation: Operation): readonly DeferredWork[] =>
  eventsOf(domain, operation).flatMap(({ consumers }) =>
    consumers.map(({ context }) => ({
      context,
      cpu: valueOf('deliveryCpu'),
      database: valueOf('deliveryDatabase'),
      remote: [],
      delivery: true,
    })),
  );
