import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import { channelMessages, messageRefs, security } from './asyncapi-part.ts';
import type { AsyncPart } from './asyncapi-part.ts';
import { compact } from './emitted.ts';
import { camelCase, pascalCase, phrase, sentence } from './words.ts';

/** Channels of endpoints that take messages or frames; one that an event describes already is left to it. */
export function messageParts(
  { api }: Backend,
  known: ReadonlySet<string>,
  lost: string[],
): readonly AsyncPart[] {
  const parts = new Map<string, AsyncPart>();
  for (const endpoint of api.endpoints) {
    if (endpoint.protocol !== 'message' && endpoint.protocol !== 'ws') continue;
    if (!endpoint.pathResolved) {
      lost.push(`${endpoint.id}: its ${endpoint.protocol === 'ws' ? 'destination' : 'pattern'} is not known`);
      continue;
    }
    if (endpoint.protocol === 'ws' && endpoint.access !== 'guarded')
      lost.push(
        `${endpoint.id}: that ${endpoint.access === 'public' ? 'anybody may call it' : 'its access is unknown'}; AsyncAPI needs a scheme, written with the token`,
      );
    const part = endpoint.protocol === 'ws' ? framePart(endpoint) : messagePart(endpoint);
    if (part.id !== '' && !known.has(part.id) && !parts.has(part.id)) parts.set(part.id, part);
  }
  return [...parts.values()];
}

function messagePart(endpoint: Endpoint): AsyncPart {
  const [, way = '', pattern = ''] = /^\/([^#]*)#(.*)$/s.exec(endpoint.path) ?? [];
  return taken(endpoint, pattern, pattern, way, 'workload');
}

/** A frame of a socket: `/namespace#event`, or the destination alone. */
function framePart(endpoint: Endpoint): AsyncPart {
  const [, namespace = '', event] = /^([^#]*)(?:#(.*))?$/s.exec(endpoint.path) ?? [];
  const name = `socket ${namespace} ${event ?? ''}`;
  return taken(endpoint, name, namespace === '' ? '/' : namespace, '', 'token');
}

function taken(
  endpoint: Endpoint,
  name: string,
  address: string,
  way: string,
  scheme: 'workload' | 'token',
): AsyncPart {
  const id = camelCase(name);
  const messageName = pascalCase(name);
  const fields = endpoint.parameters.filter((parameter) => parameter.in === 'body');
  const required = fields.filter((field) => field.required).map(({ name: field }) => field);
  const handler = endpoint.handler;
  return {
    id,
    channel: compact({
      address,
      description: `${sentence(phrase(name))}, taken${way === '' ? '' : ` from ${way}`}.`,
      messages: messageRefs([messageName]),
    }),
    messages: [
      {
        name: messageName,
        message: compact({
          name,
          title: sentence(phrase(name)),
          contentType: 'application/json',
          payload: compact({
            type: 'object',
            required: required.length === 0 ? undefined : required,
            properties: Object.fromEntries(fields.map(({ name: field }) => [field, {}])),
          }),
        }),
      },
    ],
    operations: [
      [
        camelCase(`receive ${name}`),
        compact({
          action: 'receive',
          channel: { $ref: `#/channels/${id}` },
          summary: `${sentence(handler?.name ?? 'a handler')} takes ${name}`,
          description: handler === undefined ? undefined : `Handled in ${handler.file}:${handler.line}.`,
          security: security(scheme),
          messages: channelMessages(id, [messageName]),
        }),
      ],
    ],
  };
}
