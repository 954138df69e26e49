import type { Caller } from '../access/caller.ts';
import type { Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import type { Access, Loaders } from './loaders.ts';

/** What resolvers of one request share. */
export interface Context {
  readonly caller: Caller;
  /** Lets an operation through as the HTTP server does, with these values in place of path, query, headers and body. @throws Refusal */
  readonly admit: (route: Route, said: Said) => Exchange;
  /** By which operation of some verbs the caller may see objects of an entity, if by any. */
  readonly accessTo: (entity: string, verbs: readonly Operation['verb'][]) => Access | undefined;
  readonly loaders: Loaders;
  /** Told of faults that are ours. */
  readonly fault: (error: unknown) => void;
}

export interface Said {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, Json>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, Json>>;
}

/** An object of an answer: its values in the names of the HTTP API, and what its reader may not see of it. */
export interface Node {
  readonly schema: string;
  readonly values: Readonly<Record<string, Json>>;
  readonly mask: string | undefined;
  /** Absent where nobody has read it yet. */
  readonly version?: string;
}
