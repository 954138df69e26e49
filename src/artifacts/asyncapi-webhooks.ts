import type { Backend } from '../model/backend.ts';
import type { Integration } from '../model/brief.ts';
import { security } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { compact } from './emitted.ts';
import { camelCase, pascalCase, phrase, sentence } from './words.ts';

/** A peer that calls us back, and a peer we call with our events. */
export function webhookParts(
  integration: Integration,
  backend: Backend,
  lost: string[],
): readonly AsyncPart[] {
  const incoming =
    integration.callbacks === 'webhook' ||
    (integration.style === 'webhook' && integration.direction !== 'out');
  const outgoing = integration.style === 'webhook' && integration.direction !== 'in';
  if (incoming)
    lost.push(`${integration.id}: the payload of its webhook is the peer's to define; written as any object`);
  return [
    ...(incoming ? [webhook(integration, 'receive', backend)] : []),
    ...(outgoing ? [webhook(integration, 'send', backend)] : []),
  ];
}

function webhook(integration: Integration, action: 'send' | 'receive', backend: Backend): AsyncPart {
  const id = camelCase(`webhook ${integration.id} ${action === 'send' ? 'out' : 'in'}`);
  const messageName = `${pascalCase(integration.id)}${action === 'send' ? 'Notification' : 'Callback'}`;
  const endpoint = backend.api.endpoints.find(
    ({ method, path }) => method === 'POST' && /webhook|callback/.test(path) && path.includes(integration.id),
  );
  return {
    id,
    messageName,
    channel: compact({
      address: action === 'receive' ? endpoint?.path : undefined,
      description:
        action === 'receive'
          ? `Where ${integration.id} tells us what happened.`
          : `The address each subscriber of ${integration.id} registered.`,
      messages: { [messageName]: { $ref: `#/components/messages/${messageName}` } },
      'x-signature': 'HMAC-SHA-256 over timestamp and body; refused when older than five minutes',
      'x-retries':
        action === 'send' ? 'exponential back-off with jitter for 24 hours, then parked' : undefined,
    }),
    message: {
      name: messageName,
      title: sentence(phrase(messageName)),
      contentType: 'application/json',
      headers: {
        type: 'object',
        required: ['signature', 'timestamp'],
        properties: {
          signature: { type: 'string', maxLength: 200 },
          timestamp: { type: 'string', maxLength: 40 },
        },
      },
      payload: { type: 'object' },
    },
    operations: [
      [
        camelCase(`${action} ${integration.id} webhook`),
        {
          action,
          channel: { $ref: `#/channels/${id}` },
          summary:
            action === 'receive'
              ? `Verify, store and acknowledge what ${integration.id} says; work on it later`
              : `Tell the subscribers of ${integration.id}`,
          security: security('signature'),
          messages: [{ $ref: `#/channels/${id}/messages/${messageName}` }],
        },
      ],
    ],
  };
}
