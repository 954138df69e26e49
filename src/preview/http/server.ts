import { fastify as Fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Ids } from '../ids.ts';
import { RefusedSql } from '../database/database.ts';
import { Refusal, problemBody, refusalOf } from './problems.ts';
import type { Catalogue } from './problems.ts';

/** Bytes of a request body that are read at most. */
const bodyLimit = 1_048_576;

export interface ServerOptions {
  readonly catalogue: Catalogue;
  readonly ids: Ids;
  /** Told of every fault that is ours; nothing of it reaches the client. */
  readonly fault: (error: unknown, requestId: string) => void;
}

/** An HTTP server that answers every refusal as RFC 9457 says, whoever refuses. */
export function httpServer({ catalogue, ids, fault }: ServerOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit,
    logger: false,
    genReqId: () => ids.next(),
    // What is longer than any parameter may be is refused by the document, as a problem of its own.
    routerOptions: { maxParamLength: 16_384 },
    return503OnClosing: true,
  });
  // Bodies are parsed by whoever knows what they should be; signatures are over the bytes as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    // Another name that resolves to this machine is how a web page would reach a server on loopback.
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(request.headers.host ?? ''))
      throw new Refusal('malformed', 'This server answers to 127.0.0.1 and localhost only.');
    reply.headers({
      'x-request-id': String(request.id),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
  const refuse = (
    reply: Parameters<Parameters<typeof app.setErrorHandler>[0]>[2],
    refusal: Refusal,
    path: string,
  ): unknown => {
    const body = problemBody(catalogue, refusal, path);
    return reply
      .code(body.status)
      .headers(refusal.headers)
      .header('content-type', 'application/problem+json')
      .send(Buffer.from(JSON.stringify(body)));
  };
  app.setErrorHandler((error, request, reply) => {
    const refusal = understood(error);
    if (refusal === undefined) fault(error, String(request.id));
    const said =
      refusal ?? new Refusal('internal', 'Something went wrong on our side. Its number is in x-request-id.');
    return refuse(reply, said, pathOf(request.url));
  });
  app.setNotFoundHandler((request, reply) => {
    const other = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
      (method) => method !== request.method && app.findRoute({ url: pathOf(request.url), method }) !== null,
    );
    const refusal =
      other.length === 0
        ? new Refusal('not-found', 'There is nothing at this path.')
        : new Refusal('method-not-allowed', `This path takes ${other.join(', ')}.`, {
            headers: { allow: other.join(', ') },
          });
    return refuse(reply, refusal, pathOf(request.url));
  });
  return app;
}

const pathOf = (url: string): string => (url.split('?')[0] ?? '').slice(0, 2048);

function understood(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof RefusedSql) return refusalOf(error);
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new Refusal('too-large', 'The body is larger than 1 MiB.');
  if (status === 415) return new Refusal('unsupported-media-type', 'This media type is not taken.');
  return typeof status === 'number' && status >= 400 && status < 500
    ? new Refusal('malformed', 'The request cannot be read.')
    : undefined;
}
