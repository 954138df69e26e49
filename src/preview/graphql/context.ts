import type { Caller } from '../access/caller.ts';
import type { Decision } from '../access/decide.ts';
import type { Json } from '../../model/origin.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import type { Loaders } from './loaders.ts';

type Allowed = Extract<Decision, { kind: 'allowed' }>;

/** What resolvers of one request share. */
export interface Context {
  readonly caller: Caller;
  /** Lets an operation through as the HTTP server does, with these values in place of path, query, headers and body. @throws Refusal */
  readonly admit: (route: Route, said: Said) => Exchange;
  /** The same without counting it: for what another operation leads to. */
  readonly allows: (route: Route) => Allowed | undefined;
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
