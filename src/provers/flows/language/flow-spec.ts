import type { Expression } from '../../../model-checking/machine.ts';

/**
 * One flow as its file tells it, names resolved: who takes part, what is stored where, which processes run, what must
 * hold. Changes that are advised are functions from one such value to another.
 */
export interface FlowSpec {
  readonly name: string;
  readonly about?: string;
  /** What there are several of, all alike: `order`. */
  readonly each: string;
  readonly participants: readonly Participant[];
  readonly records: readonly StoredRecord[];
  readonly channels: readonly Channel[];
  readonly locks: readonly Lock[];
  /** What is said of keys; one of which nothing is said is another one for each. */
  readonly keys: readonly Key[];
  readonly processes: readonly Process[];
  readonly always: readonly Rule[];
  /** Holds for each, or once, when nothing more happens. */
  readonly ends?: Rule;
  readonly eventually: readonly Rule[];
  readonly bounds: Bounds;
}

/** Only a `service` crashes; what happens inside of the others is their own affair. */
export const participantKinds = [
  'service',
  'external',
  'client',
  'broker',
  'cache',
  'replica',
  'store',
] as const;

export interface Participant {
  readonly name: string;
  readonly kind: (typeof participantKinds)[number];
}

/** A value that outlives a process: a column, a counter at a provider, an entry of a cache. */
export interface StoredRecord {
  readonly name: string;
  /** Participant that stores it. */
  readonly at: string;
  /** From `least` to `most`; below 0 only to show what must not be. */
  readonly least: number;
  readonly most: number;
  readonly start: number;
  /** Written `times`: its greatest value stands for twice or more. */
  readonly counts: boolean;
  readonly words?: readonly string[];
  /** One for all instead of one for each. */
  readonly shared: boolean;
  /** Follows another record some time later, as a replica does; only while the condition holds. */
  readonly copyOf?: { readonly record: string; readonly while?: Condition };
  /** May fall back to its first value at any time, as an entry of a cache does. */
  readonly expires: boolean;
}

export interface Channel {
  readonly name: string;
  readonly delivery: 'at-least-once' | 'at-most-once';
  /** Messages about the same one arrive in the order in which they were sent. */
  readonly ordered: boolean;
  /** In the order in which they are numbered. */
  readonly messages: readonly string[];
}

export interface Lock {
  readonly name: string;
  /** A lease: it may run out while its holder still works. */
  readonly expires: boolean;
  /** One for all instead of one for each. */
  readonly shared: boolean;
}

/** An idempotency key that calls send, or that a transaction records. */
export interface Key {
  readonly name: string;
  /** All send the same one, as two requests about one order do, instead of one for each. */
  readonly shared: boolean;
  /** Stands for whatever is asked of a participant; else only for the same thing asked again. */
  readonly forAll: boolean;
}

export type Trigger =
  /** Happens once for each; `repeated`: who asks does so again when no answer comes. */
  | { readonly kind: 'request'; readonly repeated: boolean }
  | { readonly kind: 'message'; readonly message: string }
  /** Whenever it holds: a job that looks for work. */
  | { readonly kind: 'when'; readonly condition: Condition }
  /** What may happen or not: a fail-over. Counts as a crash. */
  | { readonly kind: 'fault' };

export interface Process {
  readonly name: string;
  readonly at: string;
  readonly trigger: Trigger;
  /** The place it has reached is stored with each step, and it goes on from there after a crash. */
  readonly durable: boolean;
  /** Runs once, and not for each. */
  readonly once: boolean;
  /** How many may work on the same one at the same time. */
  readonly workers: 1 | 2;
  /** Deliveries after which a message that fails is given up; absent: never. */
  readonly attempts?: number;
  /** What is given up is set aside for a person, and counts as ended. */
  readonly deadLetter: boolean;
  readonly steps: readonly Step[];
}

export interface Condition {
  /** As it is written, for people. */
  readonly text: string;
  /** Variables are records, or variables of the process, by their names in the file. */
  readonly holds: Expression;
}

export interface Change {
  readonly record: string;
  readonly value: Condition;
}

interface StepBase {
  /** What it is in a developer's words. */
  readonly as?: string;
  /** Left out unless it holds. */
  readonly when?: Condition;
  /** After it the flow can only go forward. */
  readonly pivot: boolean;
  /** What takes it back when a later step fails. */
  readonly undo?: Step;
}

export interface TransactionStep extends StepBase {
  readonly kind: 'transaction';
  readonly changes: readonly Change[];
  /** The step fails unless it holds. */
  readonly require?: Condition;
  /** Messages that are stored in the same transaction, for a relay to publish. */
  readonly outbox: readonly string[];
  /** The message is recorded in the same transaction; one that is there already is passed by. */
  readonly inbox: boolean;
  /** A key that is recorded in the same transaction; one that is there already is passed by, whoever recorded it. */
  readonly recordedKey?: string;
  /** The number of the message is recorded; one that is not newer is passed by. */
  readonly newest: boolean;
  /** Lock whose token the store compares: older ones than it has seen are refused. */
  readonly fenced?: string;
  /** It may be refused by a rule or a constraint that the file does not tell. */
  readonly refuses: boolean;
  /** Fails when one of these was written since the process read it. */
  readonly unchanged: readonly string[];
}

export interface ReadStep extends StepBase {
  readonly kind: 'read';
  readonly reads: readonly { readonly into: string; readonly from: string }[];
  readonly fenced?: string;
}

/** To a cache or another store, outside of any transaction. */
export interface WriteStep extends StepBase {
  readonly kind: 'write';
  readonly changes: readonly Change[];
  readonly fenced?: string;
  /** Left out when one of these was written since the process read it. */
  readonly unchanged: readonly string[];
}

export interface PublishStep extends StepBase {
  readonly kind: 'publish';
  readonly message: string;
}

export interface CallStep extends StepBase {
  readonly kind: 'call';
  readonly to: string;
  readonly changes: readonly Change[];
  /** The other side refuses unless it holds there. */
  readonly require?: Condition;
  /** A second call with the same key, of whichever process, changes nothing and is answered as the first. */
  readonly key?: string;
  /** Gives up waiting for an answer that does not come. */
  readonly timeout: boolean;
  /** Calls in all; absent: as often as it takes. */
  readonly attempts?: number;
  /** The other side may say no. */
  readonly refuses: boolean;
  /** The other side may be out of order for as long as it likes. */
  readonly fails: boolean;
}

export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly until: Condition;
  readonly timeout: boolean;
}

export interface LockStep extends StepBase {
  readonly kind: 'lock' | 'unlock';
  readonly lock: string;
}

/** What a reader must see. */
export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
  readonly that: Condition;
  readonly says: string;
}

/** The message is acknowledged here, and not when all is done. */
export interface AcknowledgeStep extends StepBase {
  readonly kind: 'acknowledge';
}

export type Step =
  | TransactionStep
  | ReadStep
  | WriteStep
  | PublishStep
  | CallStep
  | WaitStep
  | LockStep
  | ExpectStep
  | AcknowledgeStep;

/** What must come about somewhere, so that a rule is put to the test. */
export interface Trial {
  readonly holds: Expression;
  /** What the flow does there: `changes charges`, `comes to shipped = yes`. */
  readonly text: string;
}

/** Something that must hold, in words of the domain. */
export interface Rule {
  readonly id: string;
  readonly that: Condition;
  readonly says: string;
  /** Without each of these it would hold whatever it says. */
  readonly trials: readonly Trial[];
  /** Nobody may wait for this lock while its holder waits for an answer from outside. */
  readonly freeWhileCalling?: string;
}

export interface Bounds {
  readonly instances: number;
  readonly crashes: number;
  readonly duplicates: number;
  readonly losses: number;
  /** Distinct states after which the search gives up. */
  readonly states: number;
}
