import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './access/caller.ts';
import type { Handler } from './http/exchange.ts';
import type { Authenticate, Gates } from './http/routes.ts';

/** One concern of a preview, such as signing in or handing on events. All of it is optional. */
export interface Part {
  /** Operations it carries out itself, by id, in place of what their verb says. */
  readonly handlers?: ReadonlyMap<string, Handler>;
  /** Who sends a request; the first part that tells is asked. */
  readonly authenticate?: Authenticate;
  /** Callers it knows by other credentials than an access token, such as a signature; asked before `authenticate`. */
  readonly recognise?: (request: FastifyRequest) => Caller | undefined;
  /** Paths of its own, beside those of the API. */
  readonly mount?: (app: FastifyInstance, gates: Gates) => Promise<void>;
  /** Work that goes on beside requests; begun once the server listens. `url`: where. */
  readonly begin?: (url: string) => Promise<void>;
  readonly close?: () => Promise<void>;
}
