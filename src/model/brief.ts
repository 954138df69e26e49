import type {
  AuditEvent,
  Control,
  DataClass,
  DomainEvent,
  Entity,
  Field,
  Flow,
  Operation,
  TestIdea,
  Threat,
} from './domain.ts';
import type { Json, Origin, Quantity, Sourced } from './origin.ts';

/** A person or system that uses the backend; doubles as role name in access rules. */
export interface Actor {
  readonly name: string;
  readonly kind: 'person' | 'system';
  readonly origin: Origin;
}

/** `role may verbs Entities [where condition] [mask class]`. Verbs `*` and entities `*` mean all. */
export interface AccessRule {
  readonly role: string;
  readonly verbs: readonly string[];
  readonly entities: readonly string[];
  readonly where?: 'owner' | 'tenant' | 'team' | 'assigned';
  readonly mask?: DataClass;
  readonly origin: Origin;
}

/**
 * Who does what, how often. Either users/think/share/peak or every/batch is present: a brief that was read carries
 * all four on each interactive workload, also where its text says them once for all.
 */
export interface Workload {
  readonly id: string;
  readonly actor: string;
  /** Operation id. */
  readonly operation: string;
  /** Users at once. */
  readonly users?: Quantity;
  /** The users as the brief words them on this workload (`50k daily`). */
  readonly usersSaid?: Sourced<string>;
  /** Seconds between two requests of one user. */
  readonly think?: Quantity;
  /** Part of all requests, 0..1. */
  readonly share?: Quantity;
  readonly peak?: Quantity;
  readonly staleness?: Quantity;
  /** Seconds between runs of a batch. */
  readonly every?: Quantity;
  /** Rows per batch run. */
  readonly batch?: Quantity;
  readonly by: readonly string[];
  readonly steps: readonly string[];
  readonly origin: Origin;
}

export interface Integration {
  readonly id: string;
  readonly kind: string;
  readonly style: 'rest' | 'graphql' | 'grpc' | 'sftp' | 'webhook' | 'smtp' | 'queue' | 'other';
  readonly direction: 'in' | 'out' | 'both';
  readonly callbacks?: 'webhook';
  /** Availability promised by the peer, 0..1. */
  readonly sla?: Quantity;
  /** Seconds between scheduled exchanges. */
  readonly every?: Quantity;
  readonly latency?: Quantity;
  readonly context?: string;
  readonly origin: Origin;
}

/** Part of a brief that packs and briefs share: domain knowledge as data. */
export interface Fragment {
  readonly entities: readonly Entity[];
  /** Fields added to an entity that another fragment brings. */
  readonly extensions: readonly {
    readonly entity: string;
    readonly fields: readonly Field[];
    /** What is said of the entity beside its new fields; already part of the entity that was extended. */
    readonly change?: Pick<Entity, 'unique'> &
      Partial<Pick<Entity, 'rows' | 'growthPerYear' | 'rowsPer' | 'retention' | 'owner' | 'about'>>;
    readonly origin: Origin;
  }[];
  readonly operations: readonly Operation[];
  readonly events: readonly DomainEvent[];
  readonly flows: readonly Flow[];
  readonly actors: readonly Actor[];
  readonly access: readonly AccessRule[];
  readonly threats: readonly Threat[];
  readonly controls: readonly Control[];
  readonly workloads: readonly Workload[];
  readonly integrations: readonly Integration[];
  readonly tests: readonly TestIdea[];
  readonly audit: readonly AuditEvent[];
}

/** A capability pack after its options were applied. */
export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly about: string;
  readonly requires: readonly string[];
  /** Other names under which the pack, or all its entities together, can be meant. */
  readonly aliases?: readonly string[];
  /** Option values in force, each given or default. */
  readonly options: Readonly<Record<string, Sourced<Json>>>;
  readonly fragment: Fragment;
  readonly origin: Origin;
}

/** Unit prices a brief may give: what the cost of a design is computed from. */
export const priceKeys = [
  'vcpu',
  'memory',
  'storage',
  'managed-database',
  'managed-cache',
  'gateway',
  'egress',
  'cross-zone',
] as const;

export type PriceKey = (typeof priceKeys)[number];

export type Percentile = 50 | 90 | 95 | 99 | 99.9;

/** What the system must achieve for a workload or operation; `*` = everywhere. */
export interface Objective {
  readonly id: string;
  /** Workload id or `*`. */
  readonly workload: string;
  readonly latency?: { readonly percentile: Percentile; readonly limit: Quantity };
  /** 0..1 over 30 days. */
  readonly availability?: Quantity;
  /** Seconds of data that may be lost. */
  readonly rpo?: Quantity;
  /** Seconds until service is back. */
  readonly rto?: Quantity;
  readonly consistency?: Sourced<'strong' | 'read-your-writes' | 'eventual'>;
  readonly throughput?: Quantity;
}

/** A decision the user took; the planner may not choose otherwise. */
export interface Pin {
  readonly topic: string;
  readonly choose: string;
  readonly because: string;
  readonly origin: Origin;
}

/** An open question with the default that holds until somebody answers, and what that default changes. */
export interface Question {
  readonly id: string;
  readonly ask: string;
  readonly affects: readonly string[];
  readonly default: string;
  readonly effect: string;
  readonly impact: 'high' | 'medium' | 'low';
  /** Path in the brief where the answer is written, e.g. `workloads.browse.think`. */
  readonly answer?: string;
  readonly origin: Origin;
}

/** Two statements that cannot both hold, with the sum that shows it. */
export interface Contradiction {
  readonly id: string;
  readonly what: string;
  readonly why: string;
  readonly ask: string;
  /** The user has seen it and keeps both statements; the wider reading is then designed for. */
  readonly accepted?: boolean;
  readonly between: readonly Origin[];
}

/** A part of a sentence that gave no fact; adjectives without measure land here too. */
export interface Unread {
  readonly text: string;
  readonly why: string;
}

/** The request, normalised: values are typed and every one knows its origin. */
export interface Brief {
  readonly system: {
    readonly id: string;
    readonly name: string;
    readonly domain?: string;
    readonly stage: 'new' | 'existing';
    readonly about?: string;
  };
  /** The user's own fragment: custom entities, operations, workloads, access rules, integrations. */
  readonly fragment: Fragment;
  /** Packs asked for, options applied, in the order of the brief; required packs follow. */
  readonly packs: readonly Pack[];
  /** All users of the system at once. */
  readonly users?: Quantity;
  /** The users, think time and peak factor as said of the whole system, apart from workloads. */
  readonly crowd?: {
    readonly users?: Sourced<string>;
    readonly think?: Quantity;
    readonly peak?: Quantity;
  };
  readonly objectives: readonly Objective[];
  readonly constraints: {
    /** language, framework, database, hosting, broker, cache … */
    readonly must: Readonly<Record<string, Sourced<string>>>;
    readonly avoid: readonly Sourced<string>[];
    /** Style words of a sentence: wishes to evaluate, not pins (`microservices`, `event-driven`). */
    readonly wishes: readonly Sourced<string>[];
    readonly teamSize?: Quantity;
    readonly oncall?: Sourced<boolean>;
    readonly budget?: Quantity;
    /** EUR a month for one vCPU, GB of memory, GB of storage, the gateway; EUR for a GB sent; factors of managed services. */
    readonly prices?: Partial<Readonly<Record<PriceKey, Quantity>>>;
    readonly deadline?: Sourced<string>;
  };
  readonly policies: {
    readonly residency?: Sourced<string>;
    readonly classes: readonly {
      readonly class: DataClass;
      readonly fields: readonly string[];
      readonly origin: Origin;
    }[];
    /** Seconds after which erased data is gone everywhere. */
    readonly erase?: Quantity;
    readonly compliance: readonly Sourced<string>[];
    /** Requests per second per client by role, or `anonymous`. */
    readonly limits: readonly { readonly role: string; readonly rate: Quantity }[];
  };
  readonly pins: readonly Pin[];
  readonly questions: readonly Question[];
  readonly contradictions: readonly Contradiction[];
  readonly unread: readonly Unread[];
}
