import { buildSchema, isObjectType } from 'graphql';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { catalogueOf } from '../http/problems.ts';
import { refused } from '../http/routes.ts';
import type { Route } from '../http/routes.ts';
import { statusHandler } from '../operations/accept.ts';
import type { Running } from '../running.ts';
import type { Context } from './context.ts';
import { mutationResolver } from './mutations.ts';
import { resolveObject } from './objects.ts';
import { idOf, listResolver, nullWhereMissing, readResolver } from './queries.ts';
import { routesByField } from './root-fields.ts';
import { resolveSubscriptions } from './subscriptions.ts';
import type { Stream } from './subscriptions.ts';
import { inputReader } from './values.ts';
import { vocabularyOf } from './vocabulary.ts';

/**
 * The delivered schema with what its fields are answered from: root fields from operations, the others from the values and
 * references of the model.
 * @throws when the text is no schema
 */
export function executableSchema(
  running: Running,
  sdl: string,
  routes: readonly Route[],
  stream: Stream,
): GraphQLSchema {
  const { backend } = running;
  const schema = buildSchema(sdl);
  const vocabulary = vocabularyOf(backend);
  const read = inputReader(backend);
  const catalogue = catalogueOf(backend);
  const byField = routesByField(backend, routes);
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type) && !type.name.startsWith('__')) resolveObject(running, vocabulary, type);
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {})) {
    const route = byField.get(`Query.${name}`);
    if (route !== undefined)
      field.resolve =
        route.operation.verb === 'read' ? readResolver(route) : listResolver(running, route, field, read);
    const status = name === 'operationStatus' ? statusResolver(running, routes) : undefined;
    if (status !== undefined) field.resolve = status;
  }
  for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    const route = byField.get(`Mutation.${name}`);
    if (route !== undefined) field.resolve = mutationResolver(backend, catalogue, route, field, read);
  }
  resolveSubscriptions(backend, schema, stream);
  return schema;
}

/** How far long work has come, asked as over HTTP: by whoever started it. */
function statusResolver(
  running: Running,
  routes: readonly Route[],
): GraphQLFieldResolver<unknown, Context> | undefined {
  const late = routes.find(({ operation }) => operation.longRunning);
  if (late === undefined) return undefined;
  const handler = statusHandler(running);
  return async (_parent, args: Readonly<Record<string, unknown>>, { caller }) => {
    if (caller.kind === 'anonymous') throw refused(caller);
    const asked = handler({
      endpoint: late.endpoint,
      operation: late.operation,
      caller,
      decision: { kind: 'allowed', role: caller.roles[0] ?? '' },
      path: { id: idOf(args) },
      query: {},
      headers: {},
      body: {},
      rawBody: Buffer.alloc(0),
      requestId: '',
    });
    return asked.then(({ body }) => body, nullWhereMissing);
  };
}
