import type { Verb } from './domain.ts';
import type { Json, Origin, Quantity } from './origin.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'QUERY' | 'ANY';

/** What a validator in code permits; all bounds are inclusive. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  /** Characters. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** The texts that are permitted, in their order. */
  readonly values?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body';
  readonly type?: string;
  readonly required: boolean;
  readonly bounds?: Bounds;
  /** What a list does with it; absent where neither design nor code says. */
  readonly use?: ParameterUse;
  /** Taken where a request leaves it out. */
  readonly default?: string;
  /**
   * `whole`: it is all of its part of the request, whatever fields that has. `open`: it is one name of its part, which
   * code also hands on whole, so that others may be read of it.
   */
  readonly extent?: 'whole' | 'open';
  readonly origin: Origin;
}

/** `filter`: the column equals the value. `sort`: one of `bounds.values`. `fields`: some of `bounds.values`, by comma. */
export type ParameterUse =
  | { readonly kind: 'filter'; readonly column: string }
  | { readonly kind: 'search'; readonly columns: readonly string[] }
  | { readonly kind: 'sort' }
  | { readonly kind: 'fields' };

/** One check that stands before a handler, in the order in which it runs. */
export interface Guard {
  readonly name: string;
  readonly kind: 'authentication' | 'authorisation' | 'validation' | 'rate-limit' | 'other';
  /** Scopes, roles or permissions it asks for, where visible. */
  readonly requires: readonly string[];
  readonly origin: Origin;
}

/** What a caller can get back. `schema` names an ApiSchema; `problem` is an RFC 9457 type. */
export interface Response {
  readonly status: number;
  readonly schema?: string;
  readonly problem?: string;
}

export interface Endpoint {
  /** `METHOD /path`; unique. */
  readonly id: string;
  readonly method: Method;
  /** `{name}` parameters; never contains an unresolved part unless pathResolved is false. */
  readonly path: string;
  readonly pathResolved: boolean;
  /**
   * What is not called by method and path still has both. `ws`: `ANY /namespace#event`, or the destination alone. `graphql`: `POST
   * /graphql#Query.field`. `grpc`: `POST /package.Service/Method`. `message`, what a broker or another service hands to
   * a handler by its pattern: `ANY /transport/queue#pattern`, each part as far as it is known, the fields of a pattern
   * that is an object as `key=value&key=value`. A message comes from no anonymous caller: it is never `public`.
   */
  readonly protocol: 'http' | 'ws' | 'graphql' | 'grpc' | 'trpc' | 'message';
  readonly handler?: { readonly file: string; readonly line: number; readonly name?: string };
  readonly parameters: readonly Parameter[];
  readonly guards: readonly Guard[];
  readonly access: 'guarded' | 'public' | 'unknown';
  /** Designed endpoints: the operation behind it. */
  readonly operation?: string;
  readonly operationId?: string;
  readonly summary?: string;
  readonly context?: string;
  readonly entity?: string;
  readonly verb?: Verb;
  readonly requestSchema?: string;
  readonly responses: readonly Response[];
  readonly scopes: readonly string[];
  readonly idempotencyKey: boolean;
  readonly conditional: boolean;
  readonly pagination?: 'cursor' | 'offset' | 'none';
  readonly longRunning: boolean;
  /** Objective ids that hold here. */
  readonly objectives: readonly string[];
  /** Peak rate. */
  readonly rate?: Quantity;
  readonly deprecated?: boolean;
  readonly origin: Origin;
}

export interface Property {
  readonly name: string;
  readonly type: ApiType;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly readOnly?: boolean;
  readonly description?: string;
  readonly dataClass?: string;
  /** Property of the same object that its value has to lie behind. */
  readonly behind?: string;
}

export type ApiType =
  | {
      readonly kind: 'string';
      readonly format?: string;
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
    }
  | {
      readonly kind: 'integer' | 'number';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly format?: string;
    }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'array'; readonly items: ApiType; readonly maxItems?: number }
  | { readonly kind: 'schema'; readonly name: string }
  /** Free keys; `maxBytes` bounds its JSON text, which no schema language can say. */
  | { readonly kind: 'map'; readonly maxProperties?: number; readonly maxBytes?: number };

export interface ApiSchema {
  readonly name: string;
  readonly description?: string;
  readonly properties: readonly Property[];
  readonly example?: Json;
  readonly origin: Origin;
}

/** RFC 9457 problem type offered by the API. */
export interface Problem {
  /** Last segment of the type URI; stable. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly when: string;
  readonly retry: 'never' | 'after-change' | 'with-backoff';
}

export interface DocumentedParameter {
  readonly name: string;
  readonly in: Parameter['in'];
  readonly required: boolean;
  readonly line: number;
}

/** An API document committed in the repository. */
export interface ApiDocument {
  readonly path: string;
  readonly kind: 'openapi' | 'asyncapi' | 'graphql' | 'protobuf';
  readonly version?: string;
  /** Path of its server, with which all paths of its operations begin. */
  readonly base?: string;
  readonly operations: readonly {
    readonly method: string;
    readonly path: string;
    readonly secured?: boolean;
    /** What it says of parameters and fields of the body, as far as its own references lead. */
    readonly parameters?: readonly DocumentedParameter[];
    /** Statuses it names; absent where it answers for any (`default`, `4XX`). */
    readonly statuses?: readonly number[];
    readonly line: number;
  }[];
  readonly origin: Origin;
}

export interface Api {
  readonly title?: string;
  readonly version?: string;
  readonly endpoints: readonly Endpoint[];
  readonly schemas: readonly ApiSchema[];
  readonly problems: readonly Problem[];
  readonly documents: readonly ApiDocument[];
}
