import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Json } from '../model/origin.ts';
import type { Caller } from './access/caller.ts';
import type { Handler } from './http/exchange.ts';
import type { Authenticate, Gates, Route } from './http/routes.ts';

/** What tests and people ask of the preview itself, apart from its API. @throws Refusal */
export type Control = (input: Readonly<Record<string, Json>>) => Promise<Json>;

/** One concern of a preview, such as signing in or handing on events. All of it is optional. */
export interface Part {
  /** Operations it carries out itself, by id, in place of what their verb says. */
  readonly handlers?: ReadonlyMap<string, Handler>;
  /** Who sends a request; the first part that tells is asked. */
  readonly authenticate?: Authenticate;
  /** What stands before operations, in place of what did: for tests that switch limits, or break something on purpose. */
  readonly gates?: (gates: Gates) => Gates;
  /** What an operation does, in place of what did. */
  readonly around?: (route: Route) => Handler;
  /** Callers it knows by other credentials than an access token, such as a signature; asked before `authenticate`. */
  readonly recognise?: (request: FastifyRequest) => Caller | undefined;
  /** Paths of its own, beside those of the API, which `routes` are with what each does. */
  readonly mount?: (app: FastifyInstance, gates: Gates, routes: readonly Route[]) => Promise<void>;
  /** Work that goes on beside requests; begun once the server listens. `url`: where. */
  readonly begin?: (url: string) => Promise<void>;
  /** Offered to tests at `POST /_preview/<name>`. */
  readonly control?: ReadonlyMap<string, Control>;
  /** Rows were put back past the API: what is remembered of them no longer holds. */
  readonly restored?: () => void;
  /** Told of every fault that is ours; nothing of it reaches the client. */
  readonly fault?: (error: unknown, requestId: string) => void;
  readonly close?: () => Promise<void>;
}
