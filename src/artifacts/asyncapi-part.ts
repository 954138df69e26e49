import type { Json } from '../model/origin.ts';
import type { JsonObject } from './emitted.ts';

/** One channel with its message and the operations on it. */
export interface AsyncPart {
  readonly id: string;
  readonly channel: JsonObject;
  readonly message: JsonObject;
  readonly messageName: string;
  readonly operations: readonly (readonly [string, JsonObject])[];
}

/** Who may use a channel: a process of ours, or a peer that shares a secret with us. */
export const securitySchemes: JsonObject = {
  workload: {
    type: 'userPassword',
    description: 'Every process signs in with credentials of its own and may use the channels it needs.',
  },
  signature: {
    type: 'httpApiKey',
    name: 'signature',
    in: 'header',
    description: 'HMAC-SHA-256 over timestamp and body, with a secret per peer.',
  },
};

export const security = (scheme: 'workload' | 'signature'): Json => [
  { $ref: `#/components/securitySchemes/${scheme}` },
];
