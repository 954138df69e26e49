import { clientEvents } from '../../artifacts/client-events.ts';
import type { ClientEvent } from '../../artifacts/client-events.ts';
import type { Json } from '../../model/origin.ts';
import type { Caller } from '../access/caller.ts';
import { contextFor } from '../graphql/admission.ts';
import type { Context } from '../graphql/context.ts';
import { refused } from '../http/routes.ts';
import type { Gates, Route } from '../http/routes.ts';
import type { Running } from '../running.ts';
import type { BusEvent } from './bus.ts';

/** An event as a client is shown it. */
export interface SeenEvent {
  readonly id: string;
  readonly name: string;
  readonly time: string;
  readonly key: string;
  readonly data: Readonly<Record<string, Json>>;
}

/** Who may hear what: whoever may read the object an event speaks of, and of it what the reader may see. */
export interface Audience {
  /** Names of events that clients may hear of at all. */
  readonly names: readonly string[];
  /** @throws Refusal where no rule lets the caller hear such events, whatever their object */
  readonly admit: (caller: Caller, name: string) => void;
  /** Undefined where this one is not for the caller. */
  readonly see: (caller: Caller, event: BusEvent) => Promise<SeenEvent | undefined>;
}

export function audienceOf(running: Running, gates: Gates, routes: readonly Route[]): Audience {
  const known = new Map(clientEvents(running.backend).map((each) => [each.event.name, each]));
  const context = (caller: Caller): Context => contextFor(running, gates, routes, caller, '', () => {});
  return {
    names: [...known.keys()],
    admit: (caller, name) => {
      const found = known.get(name);
      if (found === undefined || context(caller).accessTo(found.event.entity, ['read', 'list']) === undefined)
        throw refused(caller);
    },
    see: async (caller, event) => {
      const found = known.get(event.name);
      if (found === undefined) return undefined;
      const asked = context(caller);
      const access = asked.accessTo(found.event.entity, ['read', 'list']);
      if (access === undefined) return undefined;
      const { condition, mask } = access.decision;
      // Decided anew for each event: what was the caller's yesterday may be somebody else's.
      if (
        condition !== undefined &&
        (await asked.loaders.byId(found.event.entity, event.aggregateId)) === null
      )
        return undefined;
      return seenAs(running, found, event, mask);
    },
  };
}

function seenAs(
  { backend }: Running,
  { event: { entity }, fields }: ClientEvent,
  { id, name, aggregateId, payload, key = aggregateId, time = '' }: BusEvent,
  mask: string | undefined,
): SeenEvent {
  const found = backend.entities.find((each) => each.name === entity);
  const shown = fields.filter((field) => {
    const hidden = found?.fields.find((each) => each.name === field)?.dataClass;
    return field in payload && (mask === undefined || hidden !== mask);
  });
  const data = shown.map((field): readonly [string, Json] => [field, payload[field] ?? null]);
  return { id, name, time, key, data: { id: aggregateId, ...Object.fromEntries(data) } };
}
