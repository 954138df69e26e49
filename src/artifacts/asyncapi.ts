import type { ApiSchema, Property } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { DomainEvent } from '../model/domain.ts';
import type { Json } from '../model/origin.ts';
import { security, securitySchemes } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { messageParts } from './asyncapi-messages.ts';
import { webhookParts } from './asyncapi-webhooks.ts';
import { compact, jsonText, names } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { exampleObject } from './example.ts';
import { fieldProperty } from './field-type.ts';
import { objectSchema } from './json-schema.ts';
import { camelCase, kebabCase, pascalCase, phrase, sentence } from './words.ts';

/** Version of the AsyncAPI Specification written. */
const asyncApiVersion = '3.0.0';

/** Events, webhooks and the messages that handlers take as an AsyncAPI 3 document. No text when there is nothing asynchronous. */
export function asyncApiDocument(backend: Backend): Emitted {
  const lost: string[] = [];
  const told = [
    ...backend.processes.events.map((event) => eventPart(event, backend, lost)),
    ...backend.processes.integrations.flatMap((each) => webhookParts(each, backend, lost)),
  ];
  const parts = [...told, ...messageParts(backend, new Set(told.map(({ id }) => id)), lost)];
  if (parts.length === 0) return { text: '', lost: ['no events and no webhooks are known'] };
  const document = compact({
    asyncapi: asyncApiVersion,
    info: {
      title: `Events of ${backend.name}`,
      version: backend.api.version ?? '0.0.0',
      description:
        'Every message is delivered at least once: consumers remember the ids they have handled. Fields are only ever added.',
    },
    defaultContentType: 'application/json',
    servers: servers(backend),
    channels: Object.fromEntries(parts.map(({ id, channel }) => [id, channel])),
    operations: Object.fromEntries(parts.flatMap(({ operations }) => operations)),
    components: {
      schemas: { EventHeaders: eventHeaders },
      securitySchemes,
      messages: Object.fromEntries(parts.map(({ messageName, message }) => [messageName, message])),
    },
  });
  return { text: jsonText(document), lost };
}

/** Envelope after CloudEvents 1.0, carried as headers. */
const eventHeaders: JsonObject = {
  type: 'object',
  required: ['ce-id', 'ce-type', 'ce-source', 'ce-specversion', 'ce-time'],
  properties: {
    'ce-id': {
      type: 'string',
      format: 'uuid',
      maxLength: 36,
      description: 'Id to recognise a repeated delivery by.',
    },
    'ce-type': { type: 'string', maxLength: 100 },
    'ce-source': { type: 'string', maxLength: 100 },
    'ce-specversion': { type: 'string', const: '1.0' },
    'ce-time': { type: 'string', format: 'date-time', maxLength: 35 },
  },
};

const brokerProtocols: readonly (readonly [RegExp, string])[] = [
  [/kafka|redpanda/i, 'kafka'],
  [/rabbit|amqp/i, 'amqp'],
  [/nats/i, 'nats'],
  [/redis|valkey/i, 'redis'],
  [/pulsar/i, 'pulsar'],
  [/sqs/i, 'sqs'],
  [/mqtt/i, 'mqtt'],
];

function servers(backend: Backend): Json | undefined {
  const brokers = backend.architecture.containers.filter(({ kind }) => kind === 'broker');
  if (brokers.length === 0) return undefined;
  return Object.fromEntries(
    brokers.map((broker) => [
      kebabCase(broker.id),
      {
        host: `${kebabCase(broker.id)}.${kebabCase(backend.id)}.example`,
        protocol: brokerProtocols.find(([name]) => name.test(broker.technology))?.[1] ?? 'other',
        description: broker.purpose,
      },
    ]),
  );
}

function eventPart(event: DomainEvent, backend: Backend, lost: string[]): AsyncPart {
  const id = camelCase(event.name);
  const messageName = pascalCase(event.name);
  const channelRef = { $ref: `#/channels/${id}` };
  const messages = [{ $ref: `#/channels/${id}/messages/${messageName}` }];
  const action = (
    operation: string,
    kind: 'send' | 'receive',
    summary: string,
  ): readonly [string, JsonObject] => [
    operation,
    { action: kind, channel: channelRef, summary, security: security('workload'), messages },
  ];
  return {
    id,
    messageName,
    channel: compact({
      address: event.name,
      description: `${sentence(phrase(event.name))}, said by ${event.producer}.`,
      messages: { [messageName]: { $ref: `#/components/messages/${messageName}` } },
      'x-ordered-by': event.orderedBy,
      'x-producer': event.producer,
    }),
    message: eventMessage(event, backend, lost),
    operations: [
      action(camelCase(`send ${event.name}`), 'send', `${sentence(event.producer)} publishes ${event.name}`),
      ...event.consumers.map((consumer) =>
        action(
          camelCase(`${consumer.context} on ${event.name} ${consumer.action}`),
          'receive',
          `${sentence(consumer.context)}: ${consumer.action}`,
        ),
      ),
    ],
  };
}

function eventMessage(event: DomainEvent, backend: Backend, lost: string[]): JsonObject {
  const entity = backend.entities.find(({ name }) => name === event.entity);
  const found = event.payload.map((name) => [name, fieldProperty(backend, entity, name)] as const);
  const missing = found.filter(([, property]) => property === undefined).map(([name]) => name);
  if (missing.length > 0) lost.push(`${event.name}: no type is known for ${names(missing)}; left open`);
  const properties: readonly Property[] = [
    { name: 'id', type: { kind: 'string', format: 'uuid' }, required: true, nullable: false },
    ...found
      .filter(([name]) => name !== 'id')
      .flatMap(([, property]) => (property === undefined ? [] : [writable(property)])),
  ];
  const schema: ApiSchema = { name: event.entity, properties, origin: event.origin };
  const schemas = new Map(backend.api.schemas.map((each) => [each.name, each]));
  const example = exampleObject(schema, schemas);
  return compact({
    name: event.name,
    title: sentence(phrase(event.name)),
    contentType: 'application/json',
    headers: { $ref: '#/components/schemas/EventHeaders' },
    payload: inlined(schema, schemas),
    examples: example === undefined ? undefined : [{ payload: example }],
  });
}

const writable = (property: Property): Property => ({ ...property, readOnly: false });

/** Nested schemas are written in place: a payload must be readable without the API document. */
function inlined(schema: ApiSchema, schemas: ReadonlyMap<string, ApiSchema>, depth = 0): Json {
  const text = JSON.stringify(objectSchema(schema, 'schema:', false));
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
  const parsed: Json = JSON.parse(text);
  return expand(parsed);
}
