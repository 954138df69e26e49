import type { DomainEvent, Flow, Operation } from './domain.ts';

/** Words a happening uses for what a plain verb did. */
const pastOf: Readonly<Partial<Record<Operation['verb'], readonly string[]>>> = {
  create: [
    'created',
    'registered',
    'placed',
    'added',
    'opened',
    'received',
    'requested',
    'reserved',
    'submitted',
    'granted',
  ],
  update: ['updated', 'changed', 'edited'],
  delete: ['deleted', 'removed', 'revoked', 'erased'],
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

interface Told {
  readonly flows: readonly Flow[];
  readonly events: readonly DomainEvent[];
}

/**
 * Events an operation publishes: those its flows publish, and those of its entity that are named after it. The one
 * answer for the statements of its transaction, for the rates of events and for the work of their consumers.
 */
export function eventsOf({ flows, events }: Told, operation: Operation): readonly DomainEvent[] {
  const own = flows.filter(({ id, trigger }) => id === operation.flow || trigger === operation.id);
  const published = new Set(
    own.flatMap(({ steps }) => steps.flatMap(({ kind, action }) => (kind === 'publish' ? [action] : []))),
  );
  return events.filter(
    (event) =>
      published.has(event.name) ||
      event.operations?.includes(operation.id) === true ||
      (event.entity === operation.entity && isBroughtAbout(event.name, operation)),
  );
}
