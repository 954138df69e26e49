import type { ApiSchema, Property } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { DomainEvent } from '../model/domain.ts';
import type { Json } from '../model/origin.ts';
import { channelMessages, messageRefs, security, serverRefs } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { compact, names } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { exampleObject } from './example.ts';
import { fieldProperty } from './field-type.ts';
import { objectSchema } from './json-schema.ts';
import { linePattern } from './text-patterns.ts';
import { camelCase, pascalCase, phrase, sentence } from './words.ts';

const instant = '2026-01-31T12:00:00Z';
export const eventId = '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f';

/** Envelope after CloudEvents 1.0, carried as headers. */
export const eventHeaders: JsonObject = {
  type: 'object',
  required: ['ce-id', 'ce-type', 'ce-source', 'ce-specversion', 'ce-time'],
  properties: {
    'ce-id': {
      type: 'string',
      format: 'uuid',
      maxLength: 36,
      description: 'Id to recognise a repeated delivery by.',
    },
    'ce-type': { type: 'string', maxLength: 100, pattern: linePattern, description: 'Name of the event.' },
    'ce-source': {
      type: 'string',
      maxLength: 100,
      pattern: linePattern,
      description: 'The context that says it.',
    },
    'ce-specversion': { type: 'string', const: '1.0' },
    'ce-time': { type: 'string', format: 'date-time', maxLength: 35, description: 'When it happened.' },
  },
};

export const payloadName = (event: DomainEvent): string => `${pascalCase(event.name)}Payload`;

/** One event: who says it, who hears it, and what happens when that fails. */
export function eventPart(
  event: DomainEvent,
  backend: Backend,
  servers: readonly string[],
  lost: string[],
): AsyncPart {
  const id = camelCase(event.name);
  const messageName = pascalCase(event.name);
  const action = (
    operation: string,
    kind: 'send' | 'receive',
    summary: string,
    description: string,
  ): readonly [string, JsonObject] => [
    operation,
    {
      action: kind,
      channel: { $ref: `#/channels/${id}` },
      summary,
      description,
      security: security('workload'),
      messages: channelMessages(id, [messageName]),
    },
  ];
  const payload = payloadSchema(event, event.payload, backend, true);
  if (payload.missing.length > 0)
    lost.push(`${event.name}: no type is known for ${names(payload.missing)}; left open`);
  return {
    id,
    channel: compact({
      address: event.name,
      description: `${sentence(phrase(event.name))}, said by ${event.producer}.`,
      servers: servers.length === 0 ? undefined : serverRefs(...servers),
      messages: messageRefs([messageName]),
      'x-ordered-by': event.orderedBy,
      'x-producer': event.producer,
    }),
    messages: [{ name: messageName, message: eventMessage(event, payload.example) }],
    schemas: { [payloadName(event)]: payload.schema },
    operations: [
      action(
        camelCase(`send ${event.name}`),
        'send',
        `${sentence(event.producer)} publishes ${event.name}`,
        backend.source === 'designed'
          ? 'Stored in the outbox with the change it tells of, sent at least once.'
          : 'Sent by the code that was read.',
      ),
      ...event.consumers.map((consumer) =>
        action(
          camelCase(`${consumer.context} on ${event.name} ${consumer.action}`),
          'receive',
          `${sentence(consumer.context)}: ${consumer.action}`,
          receiverWords(backend, event, consumer.context),
        ),
      ),
    ],
  };
}

function receiverWords({ processes, source }: Backend, event: DomainEvent, context: string): string {
  const job = processes.jobs.find(({ queue }) => queue === `${context}.${event.name}`);
  if (source !== 'designed' || job === undefined) return 'A delivery may be repeated.';
  const again = job.attempts === undefined ? '' : ` Tried ${job.attempts.value} times`;
  const pause = job.backoff === undefined || again === '' ? '' : ` (${job.backoff})`;
  return `A repeated delivery is recognised by \`ce-id\` and does nothing.${again}${pause}${again === '' ? '' : `${job.deadLetter === true ? ', then parked' : ''}.`}`;
}

interface Payload {
  readonly schema: JsonObject;
  readonly example: Json | undefined;
  readonly missing: readonly string[];
}

/**
 * The named fields of the object an event speaks of, without references to other documents. `whole`: no field is
 * masked, as between processes of our own.
 */
export function payloadSchema(
  event: DomainEvent,
  fields: readonly string[],
  backend: Backend,
  whole: boolean,
): Payload {
  const entity = backend.entities.find(({ name }) => name === event.entity);
  const found = fields
    .filter((name) => name !== 'id')
    .map((name) => [name, fieldProperty(backend, entity, name)] as const);
  const properties: readonly Property[] = [
    {
      name: 'id',
      type: { kind: 'string', format: 'uuid' },
      required: true,
      nullable: false,
      description: `Key of the ${phrase(event.entity)}.`,
    },
    ...found.flatMap(([, property]) =>
      property === undefined
        ? []
        : [
            {
              ...property,
              readOnly: false,
              required: (whole && backend.source === 'designed') || property.required,
            },
          ],
    ),
  ];
  const schema: ApiSchema = { name: event.entity, properties, origin: event.origin };
  const schemas = new Map(backend.api.schemas.map((each) => [each.name, each]));
  return {
    schema: inlined(schema, schemas),
    example: exampleObject(schema, schemas),
    missing: found.filter(([, property]) => property === undefined).map(([name]) => name),
  };
}

function eventMessage(event: DomainEvent, example: Json | undefined): JsonObject {
  const headers = {
    'ce-id': eventId,
    'ce-type': event.name,
    'ce-source': event.producer,
    'ce-specversion': '1.0',
    'ce-time': instant,
  };
  return compact({
    name: event.name,
    title: sentence(phrase(event.name)),
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/EventHeaders' },
    payload: { $ref: `#/components/schemas/${payloadName(event)}` },
    examples: example === undefined ? undefined : [{ headers, payload: example }],
  });
}

/** Nested schemas are written in place: a payload must be readable without the API document. */
function inlined(schema: ApiSchema, schemas: ReadonlyMap<string, ApiSchema>, depth = 0): JsonObject {
  const expand = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(expand);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const ref = entries.find(([key]) => key === '$ref')?.[1];
    const target = typeof ref === 'string' ? schemas.get(ref.slice('schema:'.length)) : undefined;
    if (ref !== undefined)
      return target === undefined || depth > 3 ? { type: 'object' } : inlined(target, schemas, depth + 1);
    return Object.fromEntries(entries.map(([key, inner]) => [key, expand(inner)]));
  };
  const written = objectSchema(schema, 'schema:', false);
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, expand(value)]));
}
