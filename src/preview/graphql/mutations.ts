import type { GraphQLField, GraphQLFieldResolver } from 'graphql';
import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { fieldName } from '../../artifacts/graphql-text.ts';
import { pathNames } from '../../artifacts/http.ts';
import type { ApiSchema } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';
import { RefusedSql } from '../database/database.ts';
import { problemBody, refusalOf, Refusal } from '../http/problems.ts';
import type { Catalogue } from '../http/problems.ts';
import type { Reply } from '../http/exchange.ts';
import type { Route } from '../http/routes.ts';
import type { Context, Said } from './context.ts';
import { nodeOf } from './queries.ts';
import { isObject } from './json.ts';
import { shownPointer } from './values.ts';
import type { Reading } from './values.ts';

type Loose = Readonly<Record<string, unknown>>;
type Field = GraphQLField<unknown, unknown>;

/** Refusals that are not about what the request says: who sends it, and how often. They are errors, not data. */
const ofCaller: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'rate-limited', 'internal']);

/**
 * The same work as behind the HTTP endpoint: policy, validation, idempotency, outbox and audit trail. What a client can act on is
 * data of the payload, as the schema says.
 */
export function mutationResolver(
  backend: Backend,
  catalogue: Catalogue,
  route: Route,
  field: Field,
  read: Reading,
): GraphQLFieldResolver<unknown, Context> {
  const schema = backend.api.schemas.find(({ name }) => name === route.endpoint.requestSchema);
  const payload = getNamedType(field.type);
  const shows = new Set(isObjectType(payload) ? Object.keys(payload.getFields()) : []);
  return async (_parent, args: Loose, context) => {
    const said = saidBy(route, schema, field, args, read);
    try {
      const exchange = context.admit(route, said);
      const reply = await route.handler(exchange);
      const done = await payloadOf(route, reply, shows, exchange.decision.mask, said, context);
      return { ...done, problems: [] };
    } catch (error) {
      const refusal = error instanceof RefusedSql ? refusalOf(error) : error;
      if (!(refusal instanceof Refusal) || !shows.has('problems') || ofCaller.has(refusal.problem))
        throw error;
      // What was refused for its form was not accepted: that tells nothing of what is known.
      return { ...(shows.has('accepted') && { accepted: false }), problems: problemsOf(catalogue, refusal) };
    }
  };
}

/** One problem for each wrong field; where no field is named, the problem itself. */
function problemsOf(catalogue: Catalogue, refusal: Refusal): readonly Loose[] {
  const { type, title, detail, status, errors = [] } = problemBody(catalogue, refusal);
  const problem = { type, title, status };
  return errors.length === 0
    ? [{ ...problem, detail, pointer: null }]
    : errors.map((each) => ({ ...problem, detail: each.detail, pointer: shownPointer(each.pointer) }));
}

/** Fields of the input go where the HTTP API has them: path, headers, body. */
function saidBy(
  { endpoint }: Route,
  schema: ApiSchema | undefined,
  { args: known }: Field,
  args: Loose,
  read: Reading,
): Said {
  const [argument] = known;
  const input = argument === undefined ? undefined : args[argument.name];
  if (argument === undefined || !isObject(input)) return {};
  const path: Record<string, string> = {};
  const headers: Record<string, string> = {};
  const rest: Record<string, unknown> = { ...input };
  const take = (name: string): string | undefined => {
    const value = rest[name];
    delete rest[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  for (const name of pathNames(endpoint.path)) {
    const value = take(name === 'id' ? 'id' : fieldName(name));
    if (value !== undefined) path[name] = value;
  }
  if (endpoint.conditional) {
    const version = take('version');
    if (version !== undefined) headers['if-match'] = `"${version.replaceAll('"', '')}"`;
  }
  if (endpoint.idempotencyKey) {
    const key = take('idempotencyKey');
    if (key !== undefined) headers['idempotency-key'] = key;
  }
  const body = isInputObjectType(getNamedType(argument.type)) ? read(argument.type, rest, schema) : {};
  return { path, headers, ...(isObject(body) && { body: { ...body } }) };
}

async function payloadOf(
  { operation, endpoint }: Route,
  { body, headers }: Reply,
  shows: ReadonlySet<string>,
  mask: string | undefined,
  { path }: Said,
  context: Context,
): Promise<Loose> {
  const id = path?.['id'];
  const object = fieldName(operation.entity);
  const answered = endpoint.responses.find(
    ({ status, schema }) => status < 300 && schema !== undefined,
  )?.schema;
  return {
    ...(shows.has('accepted') && { accepted: true }),
    ...(shows.has('status') && { status: body ?? null }),
    ...(shows.has('deletedId') && { deletedId: id ?? null }),
    ...(shows.has(object) && {
      [object]: isObject(body)
        ? nodeOf(answered ?? operation.entity, body, mask, headers?.['etag'])
        : id === undefined
          ? null
          : await context.loaders.byId(operation.entity, id),
    }),
    // What is told only once, such as tokens, stands beside the object.
    ...(isObject(body) && shownBeside(body, shows, object)),
  };
}

const shownBeside = (
  body: Loose,
  shows: ReadonlySet<string>,
  object: string,
): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): readonly (readonly [string, Json])[] => {
      const field = fieldName(name);
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return shows.has(field) && field !== object && field !== 'status' && isPlain ? [[field, value]] : [];
    }),
  );
