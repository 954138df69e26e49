import type { Flow } from '../../model/domain.ts';
import type { Transaction, Variables } from './variables.ts';

/** A request that leaves the transaction: the same key means the same request. */
export interface Request {
  /** `integration:psp`, or the context whose own part does it. */
  readonly at: string;
  readonly request: string;
  readonly values: Variables;
  /** Variables that the answer shall set. */
  readonly gives: readonly string[];
  readonly key: string;
  readonly timeoutSeconds?: number;
}

/** How far a flow has come. */
export interface Progress {
  readonly step: string;
  readonly variables: Variables;
  /** It goes back: these steps are to be taken back, because of this. */
  readonly back?: { readonly steps: readonly string[]; readonly problem?: string; readonly why: string };
}

/** What a flow needs of whoever runs it. */
export interface FlowWorld {
  readonly flows: readonly Flow[];
  /** Opens a transaction in the database of a context, commits, or rolls back when `use` throws. */
  readonly inTransaction: <T>(context: string, use: (transaction: Transaction) => Promise<T>) => Promise<T>;
  /** Contexts with the same answer share a database. Without it all do. */
  readonly databaseOf?: (context: string) => string;
  /** Throws a refusal where the other side says no; any other error means nobody knows. */
  readonly call: (request: Request) => Promise<Variables>;
  /** Stores an event in the outbox, in the transaction of what it tells of. */
  readonly publish: (transaction: Transaction, event: string, variables: Variables) => Promise<void>;
  /** Stores how far a flow is, in the transaction of what was done; without one after a call. */
  readonly keep?: (flow: string, progress: Progress, transaction: Transaction | undefined) => Promise<void>;
  /** How far it had come before; it goes on behind that. */
  readonly resume?: (flow: string) => Progress | undefined;
  /** Waits before an attempt is repeated. */
  readonly pause?: (attempt: number) => Promise<void>;
}

/** A flow that can only go forward, and did not within its attempts: a person has to look. */
export type Parked = Error & { readonly parked: string; readonly cause: unknown };

export const isParked = (error: unknown): error is Parked =>
  error instanceof Error && 'parked' in error && typeof error.parked === 'string';

export const parked = (step: string, cause: unknown): Parked =>
  Object.assign(new Error(`parked at ${step}: ${cause instanceof Error ? cause.message : String(cause)}`), {
    parked: step,
    cause,
  });
