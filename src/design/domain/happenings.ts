import type { DomainEvent, Operation } from '../../model/domain.ts';
import type { Domain } from '../domain.ts';

const pastOf: Readonly<Record<string, readonly string[]>> = {
  create: ['created', 'registered', 'placed', 'added', 'opened', 'received', 'requested', 'granted'],
  update: ['updated', 'changed'],
  delete: ['deleted', 'removed', 'revoked'],
  import: ['imported'],
  export: ['exported', 'read'],
  read: ['read'],
  list: ['read'],
};

/** `cancel` and `cancelled`, `send` and `sent`, `ship` and `shipped`: the past of a word begins as the word does. */
export function isPastOf(past: string, word: string): boolean {
  const stem = word.replace(/e$/, '');
  if (past.startsWith(stem) && /(d|n|t)$/.test(past)) return true;
  const common = word.slice(0, -1);
  return common.length >= 3 && past.startsWith(common) && /(d|n|t)$/.test(past);
}

/** Whether a happening (`order.cancelled`, `product.price-changed`) is what an operation on its entity brings about. */
export function isBroughtAbout(happening: string, { verb, action }: Operation): boolean {
  const past = happening.split('.').at(-1)?.split('-').at(-1) ?? '';
  return action === undefined ? (pastOf[verb] ?? []).includes(past) : isPastOf(past, action);
}

/** Events an operation publishes: those its flows publish, and those of its entity that are named after it. */
export function eventsOf(domain: Domain, operation: Operation): readonly DomainEvent[] {
  const flows = domain.flows.filter(({ id, trigger }) => id === operation.flow || trigger === operation.id);
  const published = new Set(
    flows.flatMap(({ steps }) => steps.flatMap(({ kind, action }) => (kind === 'publish' ? [action] : []))),
  );
  return domain.events.filter(
    (event) =>
      published.has(event.name) ||
      (event.entity === operation.entity && isBroughtAbout(event.name, operation)),
  );
}

/** Audited happenings an operation brings about; of several with one cause all count. */
export const isAudited = (domain: Domain, operation: Operation): boolean =>
  domain.audit.some(({ entity, name }) => entity === operation.entity && isBroughtAbout(name, operation));
