import type { GraphQLField, GraphQLFieldResolver } from 'graphql';
import { fieldName } from '../../artifacts/graphql-text.ts';
import type { Parameter } from '../../model/api.ts';
import type { Json } from '../../model/origin.ts';
import { writeCursor } from '../http/cursor.ts';
import { Refusal } from '../http/problems.ts';
import type { Route } from '../http/routes.ts';
import type { Running } from '../running.ts';
import { sqlValue } from '../wire.ts';
import type { Context, Node, Said } from './context.ts';
import type { NodePage } from './loaders.ts';
import { isObject, jsonOf } from './json.ts';
import { placesOf } from './places.ts';
import type { Reading } from './values.ts';

type Resolver = GraphQLFieldResolver<unknown, Context>;
type Loose = Readonly<Record<string, unknown>>;

/** One object by its id; what is not there, or not the caller's, is null. */
export function readResolver(route: Route): Resolver {
  return async (_parent, args: Loose, context) => {
    const exchange = context.admit(route, { path: { id: idOf(args) } });
    try {
      const { body, headers } = await route.handler(exchange);
      return nodeOf(route.operation.entity, body, exchange.decision.mask, headers?.['etag']);
    } catch (error) {
      return nullWhereMissing(error);
    }
  };
}

/** @throws what is about something else */
export function nullWhereMissing(error: unknown): null {
  if (error instanceof Refusal && error.problem === 'not-found') return null;
  throw error;
}

export const idOf = ({ id }: Loose): string => (typeof id === 'string' ? id : '');

export function nodeOf(
  schema: string,
  body: Json | undefined,
  mask: string | undefined,
  tag?: string,
): Node | null {
  if (!isObject(body)) return null;
  const values: Node['values'] = Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, jsonOf(value)]),
  );
  const version = tag?.replace(/^W\//, '').replaceAll('"', '');
  return { schema, values, mask, ...(version !== undefined && { version }) };
}

/** A page of a list or search: the operation of the HTTP API, answered as a Relay connection. */
export function listResolver(
  running: Running,
  route: Route,
  field: GraphQLField<unknown, unknown>,
  read: Reading,
): Resolver {
  const { operation } = route;
  const places = placesOf(running, route);
  return async (_parent, args: Loose, context) => {
    const exchange = context.admit(route, saidBy(route, field, args, read));
    const { list, order } = places(exchange.query['sort']);
    const { body } = await route.handler(exchange);
    const items = isObject(body) && Array.isArray(body['items']) ? body['items'].map(jsonOf) : [];
    const next = isObject(body) && typeof body['next_cursor'] === 'string' ? body['next_cursor'] : undefined;
    const nodes = items.flatMap((item) => nodeOf(operation.entity, item, exchange.decision.mask) ?? []);
    const cursors = nodes.map(({ values }, at) =>
      next !== undefined && at === nodes.length - 1
        ? next
        : writeCursor(
            list,
            order.map(({ column }) => sqlValue(column.type, values[column.name])),
          ),
    );
    return connectionOf({ nodes, cursors, hasNext: next !== undefined });
  };
}

/** Arguments go where the HTTP API has them: path or query, by the column they narrow or by their own name. */
function saidBy(
  { endpoint }: Route,
  { args: known }: GraphQLField<unknown, unknown>,
  args: Loose,
  read: Reading,
): Said {
  const path: Record<string, string> = {};
  const query: Record<string, Json> = {};
  for (const { name, type } of known) {
    const value = args[name];
    if (value === undefined || value === null) continue;
    const parameter = endpoint.parameters.find((each) => argumentOf(each) === name);
    const said = read(type, value, undefined);
    if (parameter?.in === 'path')
      path[parameter.name] = typeof said === 'string' ? said : JSON.stringify(said);
    else query[parameter?.name ?? conventions[name] ?? name] = said;
  }
  return { path, query };
}

const argumentOf = ({ name, use }: Parameter): string =>
  use?.kind === 'sort' ? 'sort' : fieldName(use?.kind === 'filter' ? use.column : name);

const conventions: Readonly<Record<string, string>> = { first: 'limit', after: 'cursor', query: 'q' };

/** Relay cursor connection; `nodes` saves a level. */
export function connectionOf({ nodes, cursors, hasNext }: NodePage): Loose {
  return {
    edges: nodes.map((node, at) => ({ node, cursor: cursors[at] })),
    nodes,
    pageInfo: {
      hasNextPage: hasNext,
      hasPreviousPage: false,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}
