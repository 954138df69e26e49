import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import type { JsonObject } from './emitted.ts';
import { kebabCase } from './words.ts';
import { webhookPolicy } from './webhook-policy.ts';

/** One message of a channel, by the name it has among the components. */
export interface AsyncMessage {
  readonly name: string;
  readonly message: JsonObject;
}

/** One channel with its messages and the operations on it. */
export interface AsyncPart {
  readonly id: string;
  readonly channel: JsonObject;
  readonly messages: readonly AsyncMessage[];
  readonly operations: readonly (readonly [string, JsonObject])[];
  /** Schemas that the messages refer to. */
  readonly schemas?: Readonly<Record<string, JsonObject>>;
}

/** The `messages` of a channel. */
export const messageRefs = (names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));

/** The `messages` of an operation on a channel. */
export const channelMessages = (channel: string, names: readonly string[]): Json =>
  names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));

export const serverRefs = (...names: readonly string[]): Json =>
  names.map((name) => ({ $ref: `#/servers/${name}` }));

export type Scheme = 'workload' | 'signature' | 'token';

/** Who may use a channel: a process of ours, a peer that shares a secret with us, a client with a token. */
export const securitySchemes: Readonly<Record<Scheme, JsonObject>> = {
  workload: {
    type: 'userPassword',
    description: 'Every process signs in with credentials of its own and may use the channels it needs.',
  },
  signature: {
    type: 'httpApiKey',
    name: webhookPolicy.header,
    in: 'header',
    description: `\`${webhookPolicy.form}\`: ${webhookPolicy.signed}.`,
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of the HTTP API, checked as RFC8725 asks.',
  },
};

export const security = (scheme: Scheme): Json => [{ $ref: `#/components/securitySchemes/${scheme}` }];

/** Where the public API of a backend is served; `.example` never resolves (RFC 6761). */
export const publicHost = (backend: Backend): string => `api.${kebabCase(backend.id) || 'backend'}.example`;
