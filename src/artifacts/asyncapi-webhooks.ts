import type { Backend } from '../model/backend.ts';
import type { Integration } from '../model/brief.ts';
import { channelMessages, messageRefs, security, serverRefs } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { envelopeExample, envelopeName } from './asyncapi-envelope.ts';
import { eventId } from './asyncapi-events.ts';
import { clientEvents } from './client-events.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { orderWords, retryWords, webhookPolicy } from './webhook-policy.ts';
import { camelCase, pascalCase, phrase, sentence } from './words.ts';

type Way = 'send' | 'receive';

export const receivesWebhooks = ({ callbacks, style, direction }: Integration): boolean =>
  callbacks === 'webhook' || (style === 'webhook' && direction !== 'out');
export const sendsWebhooks = ({ style, direction }: Integration): boolean =>
  style === 'webhook' && direction !== 'in';

/** A peer that calls us back, and a peer we call with our events. */
export function webhookParts(
  integration: Integration,
  backend: Backend,
  lost: string[],
): readonly AsyncPart[] {
  const incoming = receivesWebhooks(integration);
  if (incoming)
    lost.push(`${integration.id}: the payload of its webhook is the peer's to define; written as any object`);
  return [
    ...(incoming ? [webhook(integration, 'receive', backend)] : []),
    ...(sendsWebhooks(integration) ? [webhook(integration, 'send', backend)] : []),
  ];
}

function webhook(integration: Integration, action: Way, backend: Backend): AsyncPart {
  const id = camelCase(`webhook ${integration.id} ${action === 'send' ? 'out' : 'in'}`);
  const messageName = `${pascalCase(integration.id)}${action === 'send' ? 'Notification' : 'Callback'}`;
  const designed = backend.source === 'designed';
  return {
    id,
    channel: channel(integration, action, backend, messageName),
    messages: [{ name: messageName, message: message(messageName, action, backend) }],
    operations: [
      [
        camelCase(`${action} ${integration.id} webhook`),
        compact({
          action,
          channel: { $ref: `#/channels/${id}` },
          summary:
            action === 'receive'
              ? `Verify, store and acknowledge what ${integration.id} says; work on it later`
              : `Tell the subscribers of ${integration.id}`,
          description: designed ? operationWords[action] : 'As the integration was read.',
          security: security('signature'),
          messages: channelMessages(id, [messageName]),
        }),
      ],
    ],
  };
}

const operationWords: Readonly<Record<Way, string>> = {
  receive: `Refused with 401 when the signature is wrong or older than ${webhookPolicy.toleranceSeconds} s. The id of the event is stored for ${webhookPolicy.rememberedDays} days; a repeat is answered like the first time and does nothing. Order is not assumed.`,
  send: `POST to the address of the subscription. 2xx within ${webhookPolicy.answerSeconds} s is success; anything else is repeated after ${retryWords}. ${orderWords}`,
};

function channel(integration: Integration, action: Way, backend: Backend, messageName: string): JsonObject {
  const endpoint = backend.api.endpoints.find(
    ({ method, path }) => method === 'POST' && /webhook|callback/.test(path) && path.includes(integration.id),
  );
  const designed = backend.source === 'designed';
  const server = action === 'receive' ? 'api' : 'subscriber';
  return compact({
    address: action === 'receive' ? endpoint?.path : designed ? '/' : undefined,
    description:
      action === 'receive'
        ? `Where ${integration.id} tells us what happened. Where its own scheme of signatures differs, that one holds.`
        : `The address that a subscriber of ${integration.id} registered.`,
    servers: designed ? serverRefs(server) : undefined,
    messages: messageRefs([messageName]),
    'x-webhook': designed ? policy(action) : undefined,
  });
}

/** The rules as figures, for programs. */
const policy = (action: Way): JsonObject =>
  compact({
    signature: {
      header: webhookPolicy.header,
      form: webhookPolicy.form,
      algorithm: 'HMAC-SHA-256',
      over: '<t>.<raw body>',
    },
    toleranceSeconds: webhookPolicy.toleranceSeconds,
    rememberedDays: webhookPolicy.rememberedDays,
    orderingKey: action === 'send' ? 'Webhook-Key' : undefined,
    retries:
      action === 'send'
        ? {
            answerSeconds: webhookPolicy.answerSeconds,
            firstPauseSeconds: webhookPolicy.firstPauseSeconds,
            longestPauseSeconds: webhookPolicy.longestPauseSeconds,
            jitter: 'full',
            days: webhookPolicy.retriedDays,
            afterwards: 'parked',
          }
        : undefined,
  });

function message(name: string, action: Way, backend: Backend): JsonObject {
  const events = action === 'send' ? clientEvents(backend) : [];
  const payload = envelopeExample(backend, events);
  const headers = { [webhookPolicy.header]: webhookPolicy.example, 'Webhook-Id': eventId };
  return compact({
    name,
    title: sentence(phrase(name)),
    contentType: 'application/json',
    headers: webhookHeaders(action),
    payload: events.length === 0 ? { type: 'object' } : { $ref: `#/components/schemas/${envelopeName}` },
    examples:
      payload === undefined
        ? undefined
        : [{ headers: { ...headers, 'Webhook-Key': eventId, 'Webhook-Attempt': 1 }, payload }],
  });
}

function webhookHeaders(action: Way): JsonObject {
  const id = {
    type: 'string',
    maxLength: 100,
    description: 'Id of the event, the same at each attempt; a receiver acts once for each.',
  };
  const signature = {
    type: 'string',
    maxLength: 200,
    pattern: webhookPolicy.pattern,
    description: `\`${webhookPolicy.form}\`: ${webhookPolicy.signed}.`,
  };
  if (action === 'receive')
    return {
      type: 'object',
      required: [webhookPolicy.header],
      properties: { [webhookPolicy.header]: signature },
    };
  return {
    type: 'object',
    required: [webhookPolicy.header, 'Webhook-Id', 'Webhook-Key', 'Webhook-Attempt'],
    properties: {
      [webhookPolicy.header]: signature,
      'Webhook-Id': id,
      'Webhook-Key': {
        type: 'string',
        maxLength: 100,
        description: 'Calls of one key come one after another.',
      },
      'Webhook-Attempt': {
        type: 'integer',
        format: 'int32',
        minimum: 1,
        maximum: 1000,
        description: 'Which attempt it is.',
      },
    },
  };
}
