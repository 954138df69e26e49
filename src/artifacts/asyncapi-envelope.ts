import type { Backend } from '../model/backend.ts';
import type { DomainEvent } from '../model/domain.ts';
import type { Json } from '../model/origin.ts';
import type { ClientEvent } from './client-events.ts';
import { eventId, payloadSchema } from './asyncapi-events.ts';
import type { JsonObject } from './emitted.ts';
import { pascalCase } from './words.ts';

const refs = '#/components/schemas/';

/** What clients are sent, by webhook or socket: an event with its data as the API would show them. */
export const envelopeName = 'ClientEvent';

const seenName = (event: DomainEvent): string => `${pascalCase(event.name)}Seen`;

/** Schemas of the envelope and of what it carries; nothing when no event is for clients. */
export function envelopeSchemas(
  backend: Backend,
  events: readonly ClientEvent[],
): Readonly<Record<string, JsonObject>> {
  if (events.length === 0) return {};
  const seen = events.map(
    ({ event, fields }) => [seenName(event), payloadSchema(event, fields, backend, false).schema] as const,
  );
  return { ...Object.fromEntries(seen), [envelopeName]: envelope(events) };
}

function envelope(events: readonly ClientEvent[]): JsonObject {
  return {
    type: 'object',
    description: 'Something that happened to an object the receiver may read.',
    required: ['id', 'name', 'time', 'key', 'data'],
    properties: {
      id: {
        type: 'string',
        format: 'uuid',
        maxLength: 36,
        description: 'Id of the event, the same at each repeated delivery.',
      },
      name: { type: 'string', enum: events.map(({ event }) => event.name), description: 'What happened.' },
      time: { type: 'string', format: 'date-time', maxLength: 35, description: 'When it happened.' },
      key: {
        type: 'string',
        format: 'uuid',
        maxLength: 36,
        description: 'Events of one key keep their order.',
      },
      data: { anyOf: events.map(({ event }) => ({ $ref: `${refs}${seenName(event)}` })) },
    },
  };
}

/** An event of the envelope that its schema allows. */
export function envelopeExample(backend: Backend, events: readonly ClientEvent[]): JsonObject | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  const data: Json | undefined = payloadSchema(first.event, first.fields, backend, false).example;
  if (data === undefined) return undefined;
  return { id: eventId, name: first.event.name, time: '2026-01-31T12:00:00Z', key: eventId, data };
}
