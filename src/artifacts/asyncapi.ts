import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { envelopeSchemas } from './asyncapi-envelope.ts';
import { eventHeaders, eventPart } from './asyncapi-events.ts';
import { publicHost, securitySchemes } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { messageParts } from './asyncapi-messages.ts';
import { socketParts } from './asyncapi-socket.ts';
import { receivesWebhooks, sendsWebhooks, webhookParts } from './asyncapi-webhooks.ts';
import { clientEvents } from './client-events.ts';
import { compact, jsonText, uniqueBy } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { kebabCase } from './words.ts';

/** Version of the AsyncAPI Specification written. */
const asyncApiVersion = '3.1.0';

/** Events, webhooks, sockets and messages as an AsyncAPI 3 document. No text when there is nothing asynchronous. */
export function asyncApiDocument(backend: Backend): Emitted {
  const lost: string[] = [];
  const internal = internalServers(backend);
  const told = [
    ...backend.processes.events.map((event) => eventPart(event, backend, Object.keys(internal), lost)),
    ...backend.processes.integrations.flatMap((each) => webhookParts(each, backend, lost)),
    ...socketParts(backend),
  ];
  const parts = [...told, ...messageParts(backend, new Set(told.map(({ id }) => id)), lost)];
  if (parts.length === 0) return { text: '', lost: ['no events and no webhooks are known'] };
  const messages = uniqueBy(
    parts.flatMap((part) => part.messages),
    ({ name }) => name,
  );
  const servers = { ...internal, ...publicServers(backend) };
  const document = compact({
    asyncapi: asyncApiVersion,
    info: info(backend),
    defaultContentType: 'application/json',
    servers: Object.keys(servers).length === 0 ? undefined : servers,
    channels: Object.fromEntries(parts.map(({ id, channel }) => [id, channel])),
    operations: Object.fromEntries(parts.flatMap(({ operations }) => operations)),
    components: {
      schemas: schemas(backend, parts),
      securitySchemes: usedSchemes(parts),
      messages: Object.fromEntries(messages.map(({ name, message }) => [name, message])),
    },
  });
  return { text: jsonText(document), lost };
}

const info = (backend: Backend): JsonObject => ({
  title: `Events of ${backend.name}`,
  version: backend.api.version ?? '0.0.0',
  description:
    'Every message is delivered at least once: consumers remember the ids they have handled. Fields are only ever added.',
  contact: { name: 'Not stated' },
  tags: [
    backend.source === 'designed'
      ? { name: 'designed', description: 'Made from a brief.' }
      : { name: 'recovered', description: 'Read from code.' },
  ],
});

function schemas(backend: Backend, parts: readonly AsyncPart[]): JsonObject {
  const own = Object.fromEntries(parts.flatMap((part) => Object.entries(part.schemas ?? {})));
  const listens = parts.some(({ id }) => id === 'clientEvents');
  const sends = backend.processes.integrations.some(sendsWebhooks);
  return {
    ...(backend.processes.events.length > 0 ? { EventHeaders: eventHeaders } : {}),
    ...own,
    ...(listens || sends ? envelopeSchemas(backend, clientEvents(backend)) : {}),
  };
}

function usedSchemes(parts: readonly AsyncPart[]): JsonObject {
  const text = JSON.stringify(parts);
  return Object.fromEntries(
    Object.entries(securitySchemes).filter(([name]) =>
      text.includes(`"#/components/securitySchemes/${name}"`),
    ),
  );
}

const brokerProtocols: readonly (readonly [RegExp, string])[] = [
  [/kafka|redpanda/i, 'kafka'],
  [/rabbit|amqp/i, 'amqp'],
  [/nats/i, 'nats'],
  [/redis|valkey/i, 'redis'],
  [/pulsar/i, 'pulsar'],
  [/sqs/i, 'sqs'],
  [/mqtt/i, 'mqtt'],
];

/** Where events go between processes: the brokers; in a design without one the outbox, which consumers are handed. */
function internalServers(backend: Backend): Readonly<Record<string, Json>> {
  const { containers } = backend.architecture;
  const host = (id: string): string => `${kebabCase(id)}.${kebabCase(backend.id)}.example`;
  const brokers = containers.filter(({ kind }) => kind === 'broker');
  if (brokers.length === 0 && (backend.source !== 'designed' || backend.processes.events.length === 0))
    return {};
  if (brokers.length === 0)
    return {
      outbox: {
        host: host('database'),
        protocol: 'postgresql',
        description: 'No broker: a relay reads the outbox table and hands each event to its consumers.',
      },
    };
  return Object.fromEntries(
    brokers.map((broker) => [
      kebabCase(broker.id),
      {
        host: host(broker.id),
        protocol: brokerProtocols.find(([name]) => name.test(broker.technology))?.[1] ?? 'other',
        description: broker.purpose,
      },
    ]),
  );
}

/** What the outside reaches, and what of the outside we reach. */
function publicServers(backend: Backend): Readonly<Record<string, Json>> {
  if (backend.source !== 'designed') return {};
  const { integrations } = backend.processes;
  const host = publicHost(backend);
  return {
    ...(integrations.some(receivesWebhooks)
      ? { api: { host, protocol: 'https', description: 'Where peers call back.' } }
      : {}),
    ...(integrations.some(sendsWebhooks)
      ? {
          subscriber: {
            host: '{address}',
            protocol: 'https',
            description: 'A public address over TLS; no redirect is followed and no private range is called.',
            variables: { address: { default: 'hooks.subscriber.example', description: 'As registered.' } },
          },
        }
      : {}),
    ...(clientEvents(backend).length > 0
      ? { socket: { host, protocol: 'wss', description: 'Where clients listen.' } }
      : {}),
  };
}
