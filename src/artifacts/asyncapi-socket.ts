import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { channelMessages, messageRefs, security, serverRefs } from './asyncapi-part.ts';
import type { AsyncMessage, AsyncPart } from './asyncapi-part.ts';
import { envelopeExample, envelopeName } from './asyncapi-envelope.ts';
import { eventId } from './asyncapi-events.ts';
import { audienceWords, clientEvents } from './client-events.ts';
import type { ClientEvent } from './client-events.ts';
import type { JsonObject } from './emitted.ts';
import { compact } from './emitted.ts';
import { closeCodes, socketPolicy } from './socket-policy.ts';
import { linePattern } from './text-patterns.ts';

const id = 'clientEvents';

/** The socket over which a client hears of what happens to the objects it may read. */
export function socketParts(backend: Backend): readonly AsyncPart[] {
  const events = clientEvents(backend);
  if (events.length === 0) return [];
  const sent = serverMessages(backend, events);
  const taken = clientMessages(events);
  const operation = (action: 'send' | 'receive', messages: readonly AsyncMessage[], words: Words) => ({
    action,
    channel: { $ref: `#/channels/${id}` },
    ...words,
    security: security('token'),
    messages: channelMessages(
      id,
      messages.map(({ name }) => name),
    ),
  });
  return [
    {
      id,
      channel: channel(events, [...sent, ...taken]),
      messages: [...sent, ...taken],
      operations: [
        ['sendClientEvents', operation('send', sent, sendWords)],
        ['receiveClientFrames', operation('receive', taken, receiveWords)],
      ],
    },
  ];
}

interface Words {
  readonly summary: string;
  readonly description: string;
}

const sendWords: Words = {
  summary: 'Tell a client what it asked to hear of',
  description: `Delivered at least once while the socket is open, in the order of each key. Whether the receiver may read the object is decided anew for each event. After a break the client resumes from the last id it has seen; what is older than ${socketPolicy.resumeDays} days is told as a gap.`,
};

const receiveWords: Words = {
  summary: 'Take what a client wants to hear of',
  description: `At most ${socketPolicy.framesPerSecond} frames a second of ${socketPolicy.frameBytes} bytes, ${socketPolicy.subscriptions} subscriptions.`,
};

function channel(events: readonly ClientEvent[], messages: readonly AsyncMessage[]): JsonObject {
  return {
    address: socketPolicy.path,
    description: `Subprotocol \`${socketPolicy.subprotocol}\`, JSON frames. The token comes in \`Authorization\`; a browser, which cannot set it, offers it as a second subprotocol \`bearer.<token>\`, and the server answers with \`${socketPolicy.subprotocol}\` alone. A foreign \`Origin\` is refused.`,
    servers: serverRefs('socket'),
    messages: messageRefs(messages.map(({ name }) => name)),
    bindings: { ws: { method: 'GET', headers: handshakeHeaders, bindingVersion: '0.1.0' } },
    'x-socket': {
      subprotocol: socketPolicy.subprotocol,
      authentication: { at: 'connect', header: 'Authorization', subprotocol: 'bearer.<token>' },
      heartbeat: { everySeconds: socketPolicy.heartbeatSeconds, timeoutSeconds: socketPolicy.timeoutSeconds },
      backPressure: {
        unsentBytes: socketPolicy.unsentBytes,
        unsentEvents: socketPolicy.unsentEvents,
        closesWith: 4508,
      },
      limits: {
        frameBytes: socketPolicy.frameBytes,
        framesPerSecond: socketPolicy.framesPerSecond,
        subscriptions: socketPolicy.subscriptions,
      },
      resume: { field: 'last_event_id', keptDays: socketPolicy.resumeDays },
      closeCodes,
      events: events.map(({ event, audience }) =>
        compact({
          name: event.name,
          delivery: 'at least once',
          orderedBy: event.orderedBy,
          audience: audience.map(audienceWords),
        }),
      ),
    },
  };
}

const handshakeHeaders: JsonObject = {
  type: 'object',
  required: ['Sec-WebSocket-Protocol'],
  properties: {
    'Sec-WebSocket-Protocol': {
      type: 'string',
      maxLength: 4096,
      pattern: '^events\\.v1(, bearer\\.[A-Za-z0-9_.-]+)?$',
      description: 'The subprotocol, and for browsers the token.',
    },
    Authorization: { type: 'string', maxLength: 4096, pattern: '^Bearer [A-Za-z0-9_.-]+$' },
  },
};

function frame(type: string, title: string, properties: JsonObject, example: JsonObject): AsyncMessage {
  const name = `${title.replaceAll(' ', '')}Frame`;
  return {
    name,
    message: {
      name,
      title,
      contentType: 'application/json',
      payload: {
        type: 'object',
        required: ['type', ...Object.keys(properties).filter((key) => key !== 'last_event_id')],
        properties: { type: { type: 'string', const: type }, ...properties },
        additionalProperties: false,
      },
      examples: [{ payload: { type, ...example } }],
    },
  };
}

const key = (description: string): JsonObject => ({
  type: 'string',
  format: 'uuid',
  maxLength: 36,
  description,
});

const line = (maxLength: number, description: string): JsonObject => ({
  type: 'string',
  maxLength,
  pattern: linePattern,
  description,
});

function eventNames(events: readonly ClientEvent[]): Json {
  const values = events.map(({ event }) => event.name);
  return {
    type: 'array',
    minItems: 1,
    maxItems: values.length,
    uniqueItems: true,
    items: { type: 'string', enum: values },
    description: 'Names of events.',
  };
}

function clientMessages(events: readonly ClientEvent[]): readonly AsyncMessage[] {
  const names = eventNames(events);
  const [first] = events;
  const example = { events: first === undefined ? [] : [first.event.name] };
  return [
    frame(
      'subscribe',
      'Subscribe',
      {
        events: names,
        last_event_id: key('The last event that was handled: what came after it is sent first.'),
      },
      { ...example, last_event_id: eventId },
    ),
    frame('unsubscribe', 'Unsubscribe', { events: names }, example),
    frame('pong', 'Pong', {}, {}),
  ];
}

function serverMessages(backend: Backend, events: readonly ClientEvent[]): readonly AsyncMessage[] {
  const event = envelopeExample(backend, events);
  const welcome = {
    heartbeat_seconds: { type: 'integer', format: 'int32', minimum: 1, maximum: 3600 },
  };
  return [
    frame('welcome', 'Welcome', welcome, { heartbeat_seconds: socketPolicy.heartbeatSeconds }),
    ...(event === undefined
      ? []
      : [frame('event', 'Event', { event: { $ref: `#/components/schemas/${envelopeName}` } }, { event })]),
    frame(
      'gap',
      'Gap',
      {
        because: line(200, 'Why events between the last id and now cannot be sent: read the objects again.'),
      },
      { because: 'the last event id is older than what is kept' },
    ),
    frame('ping', 'Ping', {}, {}),
    frame(
      'error',
      'Error',
      { problem: line(200, 'Type of the problem, as in the HTTP API.') },
      { problem: '/problems/forbidden' },
    ),
  ];
}
