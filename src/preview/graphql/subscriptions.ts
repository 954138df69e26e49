import { isObjectType, getNamedType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { fieldName } from '../../artifacts/graphql-text.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import { Refusal } from '../http/problems.ts';
import type { Audience, SeenEvent } from '../realtime/audience.ts';
import type { BusEvent, EventBus } from '../realtime/bus.ts';
import type { Context } from './context.ts';
import { isObject } from './json.ts';
import { shown } from './values.ts';

/** Where events come from, and who may hear them. */
export interface Stream {
  readonly bus: EventBus;
  readonly audience: Audience;
}

/** Events that wait for one subscription at most. */
const waitingEvents = 1000;

/** A subscription for each event that the schema has one for. */
export function resolveSubscriptions({ processes }: Backend, schema: GraphQLSchema, stream: Stream): void {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const event = processes.events.find(({ name }) => fieldName(name) === field.name);
    if (event === undefined) continue;
    field.subscribe = async (
      _source: unknown,
      { id }: Readonly<Record<string, unknown>>,
      context: Context,
    ) => {
      stream.audience.admit(context.caller, event.name);
      return heard(stream, context, event.name, typeof id === 'string' ? id : undefined);
    };
    field.resolve = (source: unknown) => source;
    const type = getNamedType(field.type);
    if (!isObjectType(type)) continue;
    for (const inner of Object.values(type.getFields()))
      inner.resolve = ofEvent((seen) => {
        const value = valueOf(seen, inner.name);
        return value === null || value === undefined ? value : shown(inner.type, value);
      });
  }
}

const isSeen = (value: unknown): value is SeenEvent =>
  isObject(value) && typeof value['id'] === 'string' && isObject(value['data']);

const ofEvent =
  (resolve: (seen: SeenEvent) => unknown): GraphQLFieldResolver<unknown, Context> =>
  (source) =>
    isSeen(source) ? resolve(source) : null;

function valueOf({ id, time, data }: SeenEvent, field: string): Json | undefined {
  if (field === 'eventId') return id;
  if (field === 'happenedAt') return time;
  const found = Object.entries(data).find(
    ([name]) => fieldName(name) === field || `${fieldName(name)}Id` === field,
  );
  if (found === undefined) throw new Refusal('forbidden', `Your role may not see ${field} of this event.`);
  return found[1];
}

/**
 * The events of one name that a caller may see, as they happen. Ends with an error when its reader falls too far behind. No
 * generator: that would not end before its next event when its reader leaves.
 */
function heard(
  { bus, audience }: Stream,
  { caller }: Context,
  name: string,
  id: string | undefined,
): AsyncIterableIterator<SeenEvent> {
  let waiting: BusEvent[] = [];
  let state: 'open' | 'behind' | 'ended' = 'open';
  let wake = (): void => {};
  const leave = bus.subscribe((event) => {
    if (event.name !== name || (id !== undefined && event.aggregateId !== id)) return;
    if (waiting.length >= waitingEvents) end('behind');
    else waiting.push(event);
    wake();
  });
  const end = (how: 'behind' | 'ended'): void => {
    leave();
    state = how;
    waiting = [];
    wake();
  };
  const over: IteratorResult<SeenEvent> = { done: true, value: undefined };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      for (;;) {
        if (state === 'ended') return over;
        if (state === 'behind') {
          end('ended');
          throw new Refusal('unavailable', 'Events came faster than they were read: subscribe again.');
        }
        const [event] = waiting.splice(0, 1);
        const seen = event === undefined ? undefined : await audience.see(caller, event);
        if (seen !== undefined) return { done: false, value: seen };
        if (event === undefined) await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    return: async () => {
      end('ended');
      return over;
    },
  };
}
