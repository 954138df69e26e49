import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../http/problems.ts';
import { parsed } from '../http/routes.ts';
import type { Context } from './context.ts';
import type { Engine } from './engine.ts';
import type { Persisted } from './persisted.ts';
import { isObject } from './json.ts';

/** Bytes of a request: a document that is within the limits is far shorter. */
const bodyLimit = 131_072;

export interface Served {
  readonly path: string;
  readonly engine: () => Promise<Engine>;
  readonly persisted: Persisted;
  /** @throws Refusal */
  readonly contextOf: (request: FastifyRequest) => Promise<Context>;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** GraphQL over HTTP: one document in a POST. A list of documents is refused, since each is limited by itself. */
export function serveHttp(app: FastifyInstance, served: Served): void {
  app.post(served.path, { bodyLimit }, async (request, reply) => {
    const asked = requestOf(request);
    const context = await served.contextOf(request);
    return send(request, reply, await answer(served, asked, context, request.ip));
  });
}

type Loose = Readonly<Record<string, unknown>>;

/** @throws Refusal. Only JSON is taken: a browser asks before it sends that elsewhere. */
function requestOf({ body, headers }: FastifyRequest): Loose {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new Refusal('unsupported-media-type', 'Send application/json.');
  const value = Buffer.isBuffer(body) ? parsed(body) : undefined;
  if (Array.isArray(value)) throw new Refusal('malformed', 'Send one document in a request, not a list.');
  if (!isObject(value)) throw new Refusal('malformed', 'The body is no object.');
  return value;
}

async function answer(served: Served, asked: Loose, context: Context, ip: string): Promise<Answer> {
  const { variables, operationName } = asked;
  if (variables !== undefined && variables !== null && !isObject(variables))
    throw new Refusal('malformed', 'The variables are no object.');
  const document = served.persisted.documentOf(asked);
  // In the words of the protocol of automatic persisted queries, by which clients know what to do.
  if (document === undefined) return { status: 200, body: { errors: [unknownHash] } };
  const engine = await served.engine();
  try {
    const { data, errors } = await engine.execute(
      {
        document,
        operationName: typeof operationName === 'string' ? operationName : undefined,
        variables: isObject(variables) ? variables : {},
        introspection: isLoopback(ip),
      },
      context,
    );
    const told = (errors ?? []).map((error) => engine.format(error));
    return { status: 200, body: { ...(told.length > 0 && { errors: told }), data: data ?? null } };
  } catch (error) {
    const told = engine.format(error);
    return { status: told.extensions?.['code'] === 'internal' ? 500 : 400, body: { errors: [told] } };
  }
}

const unknownHash = {
  message: 'PersistedQueryNotFound',
  extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', status: 404 },
};

export const isLoopback = (ip: string): boolean => ip === '::1' || /^(::ffff:)?127\./.test(ip);

const ownType = 'application/graphql-response+json';

/** A client that knows the media type of GraphQL is told by the status as well; others get 200, as they expect. */
function send({ headers }: FastifyRequest, reply: FastifyReply, { status, body }: Answer): FastifyReply {
  const knows = (headers.accept ?? '').includes(ownType);
  return reply
    .code(knows || status >= 500 ? status : 200)
    .header('content-type', knows ? ownType : 'application/json')
    .send(Buffer.from(JSON.stringify(body)));
}
