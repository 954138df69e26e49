import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import type { Caller } from '../access/caller.ts';
import type { Decision, Policy } from '../access/decide.ts';
import type { Exchange, Handler, Reply } from './exchange.ts';
import type { Limiter } from './limits.ts';
import { Refusal } from './problems.ts';
import type { Validation } from './validation.ts';

/** Finds out who sends a request. @throws Refusal 401 where a credential is there and is not valid */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>;

/** What stands between a request and its operation, in this order. */
export interface Gates {
  readonly authenticate: Authenticate;
  readonly limit: Limiter;
  readonly policy: Policy;
  readonly validation: Validation;
}

type Loose = Readonly<Record<string, Json>>;

/** An operation with the endpoint at which it is offered and what it does. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly operation: Operation;
  readonly handler: Handler;
}

export function addRoute(app: FastifyInstance, gates: Gates, route: Route): void {
  const { endpoint } = route;
  app.route({
    method: methodOf(endpoint),
    url: endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const exchange = await admitted(gates, route, request, reply);
      return send(reply, await route.handler(exchange));
    },
  });
}

type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

function methodOf({ method, id }: Endpoint): RouteMethod {
  if (method === 'ANY' || method === 'QUERY') throw new Error(`${id}: a designed endpoint has one method`);
  return method;
}

async function admitted(
  { authenticate, limit, policy, validation }: Gates,
  { endpoint, operation }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Exchange> {
  const caller = await authenticate(request);
  reply.headers(limit(caller, operation).headers);
  const decision = policy(caller, operation);
  if (decision.kind === 'denied') throw refused(caller);
  requireScopes(caller, endpoint, decision);
  const path = textsOf(request.params);
  const query = jsonOf(request.query);
  const headers = textsOf(request.headers);
  validation.parameters(endpoint.path, endpoint.method, { path, query, header: headers });
  const { body, rawBody } = bodyOf(validation, endpoint, request);
  return {
    endpoint,
    operation,
    caller,
    decision,
    path,
    query,
    headers,
    body,
    rawBody,
    requestId: String(request.id),
  };
}

export const refused = (caller: Caller): Refusal =>
  caller.kind === 'anonymous'
    ? new Refusal('unauthenticated', 'Sign in first.', { headers: { 'www-authenticate': 'Bearer' } })
    : new Refusal('forbidden', 'No rule allows this to your role.');

/** A token that carries scopes is good for these only (RFC 6750, section 3.1). */
export function requireScopes(
  caller: Caller,
  { scopes }: Endpoint,
  decision: Exclude<Decision, { kind: 'denied' }>,
): void {
  if (caller.kind !== 'known' || caller.scopes === undefined || decision.role === 'anonymous') return;
  const missing = scopes.filter((scope) => caller.scopes?.includes(scope) !== true);
  if (missing.length > 0)
    throw new Refusal('forbidden', `The token lacks the scope ${missing.join(', ')}.`, {
      headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"` },
    });
}

function bodyOf(
  validation: Validation,
  { path, method }: Endpoint,
  request: FastifyRequest,
): { readonly body: Loose; readonly rawBody: Buffer } {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const media = validation.parts.bodyMedia(path, method);
  if (media.length === 0) return { body: {}, rawBody };
  if (rawBody.length === 0) {
    if (validation.parts.needsBody(path, method)) throw new Refusal('malformed', 'A body is missing.');
    return { body: {}, rawBody };
  }
  const said = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const type = media.find((each) => each === said) ?? (said === 'application/json' ? media[0] : undefined);
  if (type === undefined) throw new Refusal('unsupported-media-type', `Send ${media.join(' or ')}.`);
  const value = parsed(rawBody);
  validation.body(path, method, type, value);
  return { body: jsonOf(value), rawBody };
}

/** Levels of lists and objects inside each other that are read. */
const deepest = 64;

/** @throws Refusal for what is no JSON in UTF-8, or nested too deep */
export function parsed(raw: Buffer): unknown {
  const value = parsedJson(raw);
  if (isDeeper(value, deepest))
    throw new Refusal('malformed', `The body is nested deeper than ${deepest} levels.`);
  return value;
}

function parsedJson(raw: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
    return value;
  } catch {
    throw new Refusal('malformed', 'The body is not JSON in UTF-8.');
  }
}

/** Level by level, so that no depth exhausts the stack. */
function isDeeper(value: unknown, levels: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return false;
}

const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const jsonOf = (value: unknown): Loose => (isObject(value) ? value : {});

const textsOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(jsonOf(value)).flatMap(([key, each]) => (typeof each === 'string' ? [[key, each]] : [])),
  );

function send(reply: FastifyReply, { status, headers = {}, body }: Reply): FastifyReply {
  reply.code(status).headers(headers);
  if (body === undefined) return reply.send();
  return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(body)));
}
