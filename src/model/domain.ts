import type { Effects, SqlStatement } from './effects.ts';
import type { Origin, Quantity } from './origin.ts';

/** What a field holds. `ref` points at another entity by name. */
export type FieldType =
  | {
      readonly kind:
        | 'string'
        | 'text'
        | 'int'
        | 'bigint'
        | 'decimal'
        | 'money'
        | 'bool'
        | 'date'
        | 'datetime'
        | 'uuid'
        | 'json'
        | 'email'
        | 'url';
    }
  | {
      readonly kind: 'enum';
      readonly values: readonly string[];
      /** The values are the roles that people of the design act in, known when its parts are composed. */
      readonly of?: 'roles';
    }
  | {
      readonly kind: 'ref';
      readonly entity: string;
      readonly onDelete?: 'cascade' | 'restrict' | 'set null';
    };

export type DataClass = 'public' | 'internal' | 'pii' | 'secret' | 'cardholder' | 'health';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly optional: boolean;
  readonly unique: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly dataClass?: DataClass;
  /** JSON literal or the word `now`. */
  readonly default?: string | number | boolean;
  /** Set once, never updated through the API (e.g. placed_at). */
  readonly immutable?: boolean;
  /** Set by the server, never accepted from a client (e.g. status, total). */
  readonly serverSet?: boolean;
  readonly about?: string;
  readonly origin: Origin;
}

/** A thing the business speaks of. Every entity has an implied `id` (uuid), `created_at`, `updated_at`. */
export interface Entity {
  /** PascalCase, singular. */
  readonly name: string;
  /** Id of the bounded context (= pack or capability id). */
  readonly context: string;
  readonly about?: string;
  readonly fields: readonly Field[];
  /** Each inner list is one composite unique key of field names. */
  readonly unique: readonly (readonly string[])[];
  /** Rows alive after the first year; for `growthPerYear` the rows added each year. */
  readonly rows?: Quantity;
  readonly growthPerYear?: Quantity;
  /** Rows as a multiple of another entity's (`3 per Order`); resolved to `rows` or `growthPerYear` when fragments are composed. */
  readonly rowsPer?: { readonly entity: string; readonly ratio: Quantity };
  /** Seconds a row is kept. */
  readonly retention?: Quantity;
  /** Field that references the owning person, for `where owner`. */
  readonly owner?: string;
  readonly lifecycle?: {
    readonly field: string;
    readonly states: readonly string[];
    readonly transitions: readonly (readonly [from: string, to: string])[];
  };
  /** Rows are only ever added (ledger, audit, events). */
  readonly appendOnly?: boolean;
  /** Boolean SQL over field names that must hold for every row. */
  readonly checks: readonly { readonly name: string; readonly sql: string }[];
  /** Statements that make generated rows agree with one another, in the order of entities, after all are there. */
  readonly generated?: readonly SqlStatement[];
  readonly origin: Origin;
}

export type Verb =
  | 'list'
  | 'read'
  | 'create'
  | 'update'
  | 'delete'
  | 'search'
  | 'import'
  | 'export'
  | 'process';

/**
 * What one execution costs on the reference core; all of it is `default` until measured. For `import` and `export`
 * it is the cost of one row.
 */
export interface OperationCost {
  /** CPU of the application, ms. */
  readonly cpu: Quantity;
  /** `cpu` was measured on whole requests: the steps of flows that they start are in it. */
  readonly isWhole?: boolean;
  /** CPU of the database per execution, ms, over all its statements. */
  readonly database: Quantity;
  readonly statements: Quantity;
  readonly responseBytes: Quantity;
  /** Squared coefficient of variation of the service time; 1 = exponential. */
  readonly scv: number;
}

export interface Operation {
  /** `verb Entity`, or `verb Entity name` for a named action such as `process Order cancel`. */
  readonly id: string;
  readonly verb: Verb;
  readonly entity: string;
  /** kebab-case name of a custom action under the entity (`cancel`); absent for the plain verbs. */
  readonly action?: string;
  readonly context: string;
  readonly about?: string;
  readonly cost: OperationCost;
  /** Nobody has to be signed in. */
  readonly anonymous: boolean;
  /** Seconds of staleness a reader accepts; absent = must be current. */
  readonly staleness?: Quantity;
  /** Fields for filter and order, `-` = descending: drives indexes. */
  readonly by: readonly string[];
  /** Flow this operation starts, by id. */
  readonly flow?: string;
  /** A sensitive business flow (OWASP API6): needs abuse limits. */
  readonly sensitive: boolean;
  /** Answered with 202 and a status resource. */
  readonly longRunning: boolean;
  /** Answered alike whether or not what was named exists: 202 without a word, never 409 (CWE-204). */
  readonly hidesExistence?: boolean;
  /** What a request carries beside the entity's own fields (`reason` of a cancellation, `password` of a sign-in). */
  readonly input?: readonly Field[];
  /** What an answer carries beside the entity (`access_token` of a sign-in). Never stored under these names. */
  readonly output?: readonly Field[];
  /** Statements before its own; what they give under the name of a column of the entity is stored there. */
  readonly sets?: readonly SqlStatement[];
  /** What it does. Without statements its own statement (insert, update, delete) still runs, with what the call gave. */
  readonly effects?: Effects;
  /** The scene of a trial: statements over rows that are there; what they give are values of a request that is in order. */
  readonly given?: readonly SqlStatement[];
  readonly origin: Origin;
}

/** One step of a business flow; `compensation` undoes it when a later step fails. */
export interface FlowStep {
  readonly id: string;
  /** What is done; of a `publish` step the name of the event. */
  readonly action: string;
  /** Context that executes the step, or `integration:<id>`. */
  readonly at: string;
  readonly kind: 'local' | 'remote' | 'publish';
  readonly compensation?: string;
  /** After this step the flow can only go forward. */
  readonly pivot?: boolean;
  readonly timeout?: Quantity;
  readonly attempts?: Quantity;
  readonly idempotencyKey?: string;
  /** Operation for which the flow waits: its request runs the flow from this step on. */
  readonly on?: string;
  /** What the step does, as data; absent where it is told in words alone. */
  readonly effects?: Effects;
  /** What the compensation does. */
  readonly undo?: Effects;
}

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly context: string;
  readonly trigger: string;
  readonly steps: readonly FlowStep[];
  readonly invariant?: string;
  /** The scene of a trial: statements over rows that are there; what they give are variables of the flow. */
  readonly given?: readonly SqlStatement[];
  readonly critical: boolean;
  readonly origin: Origin;
}

export interface EventConsumer {
  readonly context: string;
  readonly action: string;
  /** What it does, in the transaction in which it remembers the event. */
  readonly effects?: Effects;
}

export interface DomainEvent {
  /** `entity.past-tense`, e.g. `order.placed`. */
  readonly name: string;
  readonly entity: string;
  readonly producer: string;
  readonly consumers: readonly EventConsumer[];
  /** Field names of the entity carried in the payload, beside its id. */
  readonly payload: readonly string[];
  readonly orderedBy?: string;
  /** Operations that say it, where its name does not tell. */
  readonly operations?: readonly string[];
  /** An object tells it to whoever holds the object, also outside the code that is read. */
  readonly local?: boolean;
  readonly origin: Origin;
}

export interface Threat {
  readonly id: string;
  readonly stride: 'S' | 'T' | 'R' | 'I' | 'D' | 'E';
  /** Entity, operation id, integration id or container kind. */
  readonly target: string;
  readonly title: string;
  readonly cwe?: string;
  readonly likelihood: 1 | 2 | 3;
  readonly impact: 1 | 2 | 3;
  readonly controls: readonly string[];
  readonly context: string;
  readonly origin: Origin;
}

export interface Control {
  readonly id: string;
  readonly title: string;
  readonly how: string;
  readonly standards: readonly string[];
  readonly context: string;
  readonly origin: Origin;
}

/** An invariant worth a test of its own. */
export interface TestIdea {
  readonly id: string;
  readonly kind: 'property' | 'contract' | 'concurrency' | 'security' | 'failure';
  readonly entity?: string;
  readonly statement: string;
  readonly context: string;
  readonly origin: Origin;
}

export interface AuditEvent {
  readonly name: string;
  readonly entity: string;
  readonly when: string;
  readonly context: string;
  readonly origin: Origin;
}
