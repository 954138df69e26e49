import type { Json } from '../../model/origin.ts';

/** An event as the outbox has it. */
export interface BusEvent {
  readonly id: string;
  readonly name: string;
  /** Entity of the object it speaks of, and its key. */
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly payload: Readonly<Record<string, Json>>;
  /** Place in the outbox: later events have higher ones. */
  readonly position: number;
  /** Events of one key keep their order; the object itself where nothing else is said. */
  readonly key?: string;
  /** RFC 3339; absent = when it is published. */
  readonly time?: string;
}

export type Since =
  | { readonly kind: 'events'; readonly events: readonly BusEvent[] }
  | { readonly kind: 'gap' };

/** Tells whoever listens in this process what the relay has handed on. It keeps the newest events, so that listeners can resume. */
export interface EventBus {
  readonly publish: (event: BusEvent) => void;
  readonly subscribe: (listener: (event: BusEvent) => void) => () => void;
  /** What came after an event, by its id or its position; a gap where that is no longer kept. */
  readonly since: (after: string | number) => Since;
}

export interface BusLimits {
  readonly events: number;
  /** Characters of what is kept, as JSON. */
  readonly characters: number;
}

export function eventBus(limits: BusLimits = { events: 10_000, characters: 16_000_000 }): EventBus {
  let kept: { readonly event: BusEvent; readonly size: number }[] = [];
  let size = 0;
  let first = 0;
  const known = new Map<string, number>();
  const listeners = new Set<(event: BusEvent) => void>();
  const forget = (): void => {
    while (kept.length - first > limits.events || size > limits.characters) {
      const oldest = kept[first];
      if (oldest === undefined) break;
      size -= oldest.size;
      known.delete(oldest.event.id);
      first += 1;
    }
    // Moved together now and then, so that forgetting one event does not cost as much as keeping all.
    if (first > limits.events) {
      kept = kept.slice(first);
      first = 0;
    }
  };
  return {
    publish: (event) => {
      // A relay that starts again hands on the same event once more.
      if (known.has(event.id)) return;
      const told = event.time === undefined ? { ...event, time: new Date().toISOString() } : event;
      const own = JSON.stringify(told).length;
      kept.push({ event: told, size: own });
      size += own;
      known.set(told.id, told.position);
      forget();
      for (const listener of listeners) listener(told);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since: (after) => {
      const position = typeof after === 'number' ? after : known.get(after);
      const oldest = kept[first]?.event.position;
      const isKept =
        position !== undefined &&
        oldest !== undefined &&
        (typeof after === 'string' || oldest <= position + 1);
      if (position === undefined || !isKept) return { kind: 'gap' };
      return {
        kind: 'events',
        events: kept.slice(first).flatMap(({ event }) => (event.position > position ? [event] : [])),
      };
    },
  };
}
