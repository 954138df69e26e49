import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import { security } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { compact } from './emitted.ts';
import { camelCase, pascalCase, phrase, sentence } from './words.ts';

/** Channels of endpoints that take messages; a channel that an event describes already is left to it. */
export function messageParts(
  { api }: Backend,
  known: ReadonlySet<string>,
  lost: string[],
): readonly AsyncPart[] {
  const parts = new Map<string, AsyncPart>();
  for (const endpoint of api.endpoints) {
    if (endpoint.protocol !== 'message') continue;
    if (!endpoint.pathResolved) {
      lost.push(`${endpoint.id}: its pattern is not known`);
      continue;
    }
    const part = messagePart(endpoint);
    if (!known.has(part.id) && !parts.has(part.id)) parts.set(part.id, part);
  }
  return [...parts.values()];
}

function messagePart(endpoint: Endpoint): AsyncPart {
  const [, way = '', pattern = ''] = /^\/([^#]*)#(.*)$/s.exec(endpoint.path) ?? [];
  const id = camelCase(pattern);
  const messageName = pascalCase(pattern);
  const fields = endpoint.parameters.filter((parameter) => parameter.in === 'body');
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    id,
    messageName,
    channel: compact({
      address: pattern,
      description: `${sentence(phrase(pattern))}, taken${way === '' ? '' : ` from ${way}`}.`,
      messages: { [messageName]: { $ref: `#/components/messages/${messageName}` } },
    }),
    message: compact({
      name: pattern,
      title: sentence(phrase(pattern)),
      contentType: 'application/json',
      payload: compact({
        type: 'object',
        required: required.length === 0 ? undefined : required,
        properties: Object.fromEntries(fields.map(({ name }) => [name, {}])),
      }),
    }),
    operations: [
      [
        camelCase(`receive ${pattern}`),
        {
          action: 'receive',
          channel: { $ref: `#/channels/${id}` },
          summary: `${sentence(endpoint.handler?.name ?? 'a handler')} takes ${pattern}`,
          security: security('workload'),
          messages: [{ $ref: `#/channels/${id}/messages/${messageName}` }],
        },
      ],
    ],
  };
}
