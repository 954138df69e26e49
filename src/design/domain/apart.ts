import type { OptionShape } from '../../model/decision.ts';
import type { DomainEvent, Entity, Flow } from '../../model/domain.ts';
import type { Domain } from '../domain.ts';
import { isAudited } from './audited.ts';
import { trailOf } from './trail.ts';

/** What the chain of a trail adds to an entry when it is stored: no service knows it. */
const ofChain: ReadonlySet<string> = new Set(['chain', 'sequence', 'previous_hash', 'hash']);

/** The message by which a context tells the trail what was done in it. */
const tellingName = (context: string): string => `${context}.audited`;

/**
 * The domain as its contexts speak of it in a shape. Where each has a database of its own, none writes into the trail
 * of another: what is to be recorded is a message, stored with the change it tells of and appended to the one trail by
 * the context that keeps it. Within one database the entry itself is written in the transaction of the change.
 */
export function domainFor(domain: Domain, { style }: Pick<OptionShape, 'style'>): Domain {
  const trail = trailOf(domain);
  if (style !== 'services-per-context' || trail === undefined) return domain;
  const known = new Set(domain.events.map(({ name }) => name));
  const events = tellingsOf(domain, trail).filter(({ name }) => !known.has(name));
  const tellers = new Set(events.map(({ producer }) => producer));
  return {
    ...domain,
    events: [...domain.events, ...events],
    flows: domain.flows.map((flow) => (tellers.has(flow.context) ? told(flow, trail) : flow)),
  };
}

function tellingsOf(domain: Domain, trail: Entity): readonly DomainEvent[] {
  const audited = domain.operations.filter(
    (operation) => operation.context !== trail.context && isAudited(domain, operation),
  );
  const target = trail.fields.find(({ name }) => name === 'target_id');
  return [...new Set(audited.map(({ context }) => context))].map((context) => ({
    name: tellingName(context),
    entity: trail.name,
    producer: context,
    consumers: [{ context: trail.context, action: 'append it to the trail' }],
    payload: trail.fields.map(({ name }) => name).filter((name) => !ofChain.has(name)),
    ...(target !== undefined && { orderedBy: target.name }),
    operations: audited.filter((operation) => operation.context === context).map(({ id }) => id),
    origin: {
      kind: 'derived',
      rule: 'an entry of the trail is stored with the change it tells of, and handed on to where the trail is kept',
      from: [trail.name, context],
    },
  }));
}

/** A step at the trail is no call that somebody waits for: it is the message. */
const told = (flow: Flow, trail: Entity): Flow => ({
  ...flow,
  steps: flow.steps.map((step) =>
    step.kind === 'local' && step.at === trail.context && step.pivot !== true
      ? { id: step.id, action: tellingName(flow.context), at: flow.context, kind: 'publish' }
      : step,
  ),
});
