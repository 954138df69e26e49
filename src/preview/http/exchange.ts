import type { Endpoint } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import type { Caller } from '../access/caller.ts';
import type { Decision } from '../access/decide.ts';

/** A request that was let through: who sends it, what it may, and what it says, each checked against the document. */
export interface Exchange {
  readonly endpoint: Endpoint;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly decision: Extract<Decision, { kind: 'allowed' }>;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, Json>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, Json>>;
  /** As it came, for signatures over it. */
  readonly rawBody: Buffer;
  readonly requestId: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent = none is sent. */
  readonly body?: Json;
}

export type Handler = (exchange: Exchange) => Promise<Reply>;
