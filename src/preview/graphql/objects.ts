import { defaultFieldResolver, getNamedType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLObjectType } from 'graphql';
import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import type { ApiSchema, Property } from '../../model/api.ts';
import type { Column } from '../../model/data.ts';
import type { Entity } from '../../model/domain.ts';
import type { Json } from '../../model/origin.ts';
import { Refusal } from '../http/problems.ts';
import { columnOf } from '../operations/list.ts';
import { tableOf } from '../running.ts';
import type { Running } from '../running.ts';
import type { Context, Node } from './context.ts';
import { pageSize } from './loaders.ts';
import { connectionOf, nodeOf } from './queries.ts';
import { isObject } from './json.ts';
import { shown } from './values.ts';
import type { Reference, Vocabulary } from './vocabulary.ts';

type Field = GraphQLField<unknown, unknown>;
type NodeResolver = GraphQLFieldResolver<Node, Context>;
type Resolver = GraphQLFieldResolver<unknown, Context>;

const isNode = (value: unknown): value is Node =>
  isObject(value) && typeof value['schema'] === 'string' && isObject(value['values']);

/** Sees to it that only objects of the API come here; what is something else is left to graphql. */
const ofNode =
  (resolve: NodeResolver): Resolver =>
  (source, args, context, info) =>
    isNode(source) ? resolve(source, args, context, info) : defaultFieldResolver(source, args, context, info);

/** What each field of a type that shows a schema of the API is answered from. */
export function resolveObject(running: Running, vocabulary: Vocabulary, type: GraphQLObjectType): void {
  const schema = vocabulary.schemaOf(type.name);
  if (schema === undefined) return;
  for (const field of Object.values(type.getFields())) {
    const resolve = resolverOf(running, vocabulary, type, schema, field);
    if (resolve !== undefined) field.resolve = ofNode(resolve);
  }
}

function resolverOf(
  running: Running,
  vocabulary: Vocabulary,
  type: GraphQLObjectType,
  schema: ApiSchema,
  field: Field,
): NodeResolver | undefined {
  const property = vocabulary.propertyOf(schema, field.name);
  if (property !== undefined) return propertyResolver(property, field);
  const reference = vocabulary.referenceOf(schema, field.name);
  if (reference !== undefined) return referenceResolver(reference);
  if (field.name === 'version') return versionResolver;
  const by = belonging(running, vocabulary, vocabulary.entityOf(type.name), field);
  return by === undefined ? undefined : pageResolver(by.entity, by.column, isConnection(field));
}

function propertyResolver(property: Property, field: Field): NodeResolver {
  return ({ values, mask }) => {
    const value = values[property.name];
    if (value === undefined) {
      if (mask !== undefined) throw masked(field.name);
      return null;
    }
    const { type } = property;
    if (type.kind === 'schema') return nodeOf(type.name, value, mask);
    if (type.kind === 'array' && type.items.kind === 'schema' && Array.isArray(value)) {
      const { name } = type.items;
      return value.map((each: Json) => nodeOf(name, each, mask));
    }
    return value === null ? null : shown(field.type, value);
  };
}

const masked = (field: string): Refusal =>
  new Refusal('forbidden', `Your role may not see ${field} of this object.`);

const referenceResolver =
  ({ entity, property, field: { name } }: Reference): NodeResolver =>
  ({ values, mask }, _args, context) => {
    const id = values[property];
    if (id === undefined && mask !== undefined) throw masked(name);
    return typeof id === 'string' ? context.loaders.byId(entity, id) : null;
  };

/** Lists of the HTTP API leave the version out; it is then read for all of them together. */
const versionResolver: NodeResolver = async ({ version, schema, values }, _args, context) => {
  if (version !== undefined) return version;
  const id = values['id'];
  return typeof id === 'string' ? (await context.loaders.byId(schema, id))?.version : undefined;
};

interface Belonging {
  readonly entity: string;
  readonly column: Column;
}

const isConnection = ({ type }: Field): boolean => getNamedType(type).name.endsWith('Connection');

/** The entity whose objects a field lists, and the column by which they belong to the object the field is of. */
function belonging(
  running: Running,
  vocabulary: Vocabulary,
  parent: Entity | undefined,
  field: Field,
): Belonging | undefined {
  const named = getNamedType(field.type);
  if (parent === undefined || !isObjectType(named)) return undefined;
  const child = vocabulary.entityOf(named.name.replace(/Connection$/, ''));
  if (child === undefined) return undefined;
  const table = tableOf(running, child.name);
  const columns = child.fields.flatMap(({ name, type }) =>
    type.kind === 'ref' && type.entity === parent.name
      ? (columnOf(table, running, child.name, name) ?? [])
      : [],
  );
  // Of several the one that a list of the HTTP API lies under.
  const paths = running.backend.api.endpoints
    .filter(({ entity, verb }) => entity === child.name && verb === 'list')
    .flatMap(({ parameters }) => parameters.filter((each) => each.in === 'path').map(({ name }) => name));
  const column = columns.find(({ name }) => paths.includes(name)) ?? columns[0];
  return column && { entity: child.name, column };
}

function pageResolver(entity: string, column: Column, connection: boolean): NodeResolver {
  return async ({ values }, args: Readonly<Record<string, unknown>>, context) => {
    const id = values['id'];
    if (typeof id !== 'string') return null;
    const after = args['after'];
    const page = await context.loaders.pageBy(entity, column, id, {
      first: pageSize(args['first'], pageLimit.maximum),
      ...(typeof after === 'string' && { after }),
    });
    return connection ? connectionOf(page) : page.nodes;
  };
}
