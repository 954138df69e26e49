import type { DomainEvent, Flow } from './domain.ts';
import type { Integration } from './brief.ts';
import type { Origin, Quantity } from './origin.ts';

export interface Job {
  readonly id: string;
  readonly name: string;
  readonly kind: 'queue' | 'schedule' | 'relay';
  readonly queue?: string;
  readonly schedule?: string;
  readonly concurrency?: Quantity;
  readonly attempts?: Quantity;
  readonly timeout?: Quantity;
  readonly backoff?: string;
  readonly deadLetter?: boolean;
  readonly idempotent: boolean | 'unknown';
  readonly unique?: string;
  /** Places that put the work into the queue, as far as they were seen. */
  readonly producers?: readonly Origin[];
  /** Those of them that send before a database transaction commits, by a way of their own. */
  readonly sentBeforeCommit?: readonly Origin[];
  /** Places by which a message whose work failed is given out again, at once and without end. */
  readonly retriedForever?: readonly Origin[];
  /** Places that tell the broker a message is done before its work is. */
  readonly doneBeforeWork?: readonly Origin[];
  /** Places that refuse a message for good although no queue keeps what was refused. */
  readonly thrownAway?: readonly Origin[];
  /** Inserts of its work that a message delivered twice makes twice: nothing was seen that tells the second delivery. */
  readonly repeatedInserts?: readonly { readonly table: string; readonly origin: Origin }[];
  /** Functions that take it out and do it. */
  readonly consumers?: readonly Origin[];
  readonly origin: Origin;
}

/** A handler that stores something and then sends a message, in two systems, with nothing that holds both together. */
export interface DualWrite {
  /** Id of the endpoint whose code it is. */
  readonly handler: string;
  /** Id of the job that the message is for. */
  readonly job: string;
  readonly tables: readonly string[];
  readonly stored: Origin;
  readonly sent: Origin;
}

/** A call that leaves the process. */
export interface OutgoingCall {
  readonly id: string;
  readonly target: string;
  readonly timeout?: Quantity;
  readonly attempts?: Quantity;
  readonly circuitBreaker?: boolean;
  /** Holds a database transaction open while it waits. */
  readonly inTransaction?: boolean;
  /** Something may limit the time whose value is not visible: an abort signal, options handed on, a library's default. */
  readonly bounded?: boolean;
  /** One call for each element of a loop. */
  readonly inLoop?: boolean;
  readonly origin: Origin;
}

/** How the keys of a cached read are asked for, and what its memory holds. */
export interface CacheAccess {
  /** Reads a second at peak. */
  readonly rate: Quantity;
  /** Different keys that are asked for. */
  readonly keys: Quantity;
  /** Popularity of a key is its rank to the power of minus this (Zipf). */
  readonly exponent: Quantity;
  /** Entries when none has to go before its time, on average; some are too old to answer until they are asked for. */
  readonly kept: Quantity;
  /** Entries that its part of the memory holds. */
  readonly room: Quantity;
  /** What is left of the hits when there is room for fewer. */
  readonly less: readonly { readonly room: Quantity; readonly hitRatio: Quantity }[];
  /** Hits of a cache inside each process, which sees only its part of the reads. */
  readonly inProcess?: Quantity;
  /** Loads of the hottest key that start together when it expires and nothing guards it. */
  readonly herd: Quantity;
}

export interface CacheEntry {
  readonly id: string;
  readonly operation: string;
  readonly key: string;
  readonly ttl?: Quantity;
  /** Something may limit its lifetime whose value is not visible: settings of the store, a value that is computed. */
  readonly bounded?: boolean;
  readonly invalidatedBy: readonly string[];
  readonly hitRatio?: Quantity;
  readonly bytes?: Quantity;
  readonly access?: CacheAccess;
  readonly stampedeGuard?: string;
  readonly origin: Origin;
}

export interface Processes {
  readonly events: readonly DomainEvent[];
  readonly flows: readonly Flow[];
  readonly jobs: readonly Job[];
  /** Recovered: the first of each handler. */
  readonly dualWrites?: readonly DualWrite[];
  readonly calls: readonly OutgoingCall[];
  readonly caches: readonly CacheEntry[];
  readonly integrations: readonly Integration[];
}
