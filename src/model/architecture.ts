import type { Origin, Quantity, Sourced } from './origin.ts';

export type Style = 'modular-monolith' | 'monolith-with-workers' | 'services-per-context';

export interface Technology {
  readonly name: string;
  readonly role:
    | 'language'
    | 'runtime'
    | 'framework'
    | 'database'
    | 'cache'
    | 'broker'
    | 'search'
    | 'hosting'
    | 'library'
    | 'other';
  readonly version?: string;
  readonly licence?: string;
  /** ISO date after which the version gets no fixes. */
  readonly supportEnd?: string;
  readonly alternatives?: readonly string[];
  readonly origin: Origin;
}

/** A bounded context: a language of its own, one owner, the only writer of its tables. */
export interface Context {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly origin: Origin;
}

export interface ContextRelation {
  readonly from: string;
  readonly to: string;
  readonly kind:
    | 'customer-supplier'
    | 'conformist'
    | 'anticorruption-layer'
    | 'published-language'
    | 'shared-kernel'
    | 'open-host-service';
  readonly because: string;
  readonly origin: Origin;
}

export type Layer = 'interface' | 'application' | 'domain' | 'infrastructure' | 'unknown';

/** A unit of code: a folder of a recovered backend or a planned module of a designed one. */
export interface Module {
  readonly id: string;
  readonly name: string;
  readonly path?: string;
  readonly layer: Layer;
  readonly context?: string;
  readonly files: number;
  readonly lines: number;
  readonly dependsOn: readonly { readonly module: string; readonly origin: Origin }[];
  readonly origin: Origin;
}

export type ContainerKind =
  | 'gateway'
  | 'application'
  | 'worker'
  | 'scheduler'
  | 'database'
  | 'replica'
  | 'cache'
  | 'broker'
  | 'search'
  | 'object-store'
  | 'cdn'
  | 'external';

/** Connections that the servers of a database, or all replicas of one, take together; of each shard alone. */
export interface AcceptedConnections {
  /** `max_connections` that their cores bear. */
  readonly accepted: Quantity;
  /** Kept free of pools: superusers, migrations, monitoring, one person. */
  readonly reserve: Quantity;
  /** In transaction mode in front of them, where the pools of all instances are too many. */
  readonly pooler?: {
    readonly instances: Quantity;
    readonly vcpu: Quantity;
    /** Connections it keeps on the servers. */
    readonly opens: Quantity;
  };
}

/** Something that runs (C4 container) or a system outside ours (`external`). */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly kind: ContainerKind;
  readonly technology: string;
  readonly purpose: string;
  readonly contexts: readonly string[];
  readonly instances?: Quantity;
  readonly vcpu?: Quantity;
  readonly memoryBytes?: Quantity;
  readonly connections?: AcceptedConnections;
  readonly cost?: Quantity;
  /** 0..1 per instance, and for all instances together. */
  readonly availability?: Quantity;
  readonly origin: Origin;
}

export interface Connection {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly purpose: string;
  readonly synchronous: boolean;
  readonly encrypted: boolean | 'unknown';
  readonly timeout?: Quantity;
  readonly attempts?: Quantity;
  readonly pool?: Quantity;
  readonly circuitBreaker?: boolean;
  /** Why there is none, where somebody waits: of the limit on the time, of the breaker. */
  readonly without?: { readonly timeout?: string; readonly breaker?: string };
  readonly crossesTrustBoundary: boolean;
  readonly origin: Origin;
}

export interface DeploymentUnit {
  readonly id: string;
  readonly kind:
    | 'dockerfile'
    | 'compose-service'
    | 'kubernetes'
    | 'serverless'
    | 'terraform'
    | 'procfile'
    | 'pipeline'
    | 'zone'
    | 'node';
  readonly name: string;
  readonly runs: readonly string[];
  /** Facts worth knowing: image, user, ports, probes, limits. */
  readonly facts: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

export interface ConfigurationKey {
  readonly key: string;
  readonly type: 'string' | 'number' | 'boolean' | 'url' | 'duration';
  readonly default?: string;
  readonly secret: boolean;
  readonly owner?: string;
  readonly about?: string;
  readonly reload?: boolean;
  readonly origin: Origin;
}

export interface FailureMode {
  readonly component: string;
  readonly failure: string;
  readonly effect: string;
  readonly detection: string;
  readonly mitigation: string;
  readonly degraded: string;
  readonly origin: Origin;
}

/** What a gateway or reverse proxy in front of the services lets in, as its configuration says. */
export interface GatewayRoute {
  readonly gateway: 'nginx' | 'apache' | 'kong' | 'traefik' | 'ingress';
  readonly host?: string;
  /** As written; `match` tells how it is compared with the path of a request. */
  readonly path: string;
  readonly match: 'prefix' | 'exact' | 'expression';
  /** Absent = every method. */
  readonly methods?: readonly string[];
  /** Service, upstream or address that answers; `files` for a folder, `redirect` for an answer of its own, `refused` where nobody gets in. */
  readonly to: string;
  /** What the service sees in place of the matched part; absent = the path as it came. */
  readonly rewrittenTo?: string;
  /** Checks of the gateway itself that keep strangers out, e.g. `auth_request`, `jwt`. */
  readonly checks: readonly string[];
  readonly origin: Origin;
}

export interface Architecture {
  readonly style?: Sourced<Style>;
  readonly contexts: readonly Context[];
  readonly relations: readonly ContextRelation[];
  readonly modules: readonly Module[];
  readonly containers: readonly Container[];
  readonly connections: readonly Connection[];
  readonly deployment: readonly DeploymentUnit[];
  readonly gatewayRoutes: readonly GatewayRoute[];
  readonly configuration: readonly ConfigurationKey[];
  readonly failureModes: readonly FailureMode[];
}
