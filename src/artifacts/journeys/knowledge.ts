import type { ApiSchema, Endpoint, Property } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Entity, Field } from '../../model/domain.ts';
import { takesSignature } from '../openapi-operation.ts';
import { snakeCase } from '../words.ts';

const http = ({ protocol, pathResolved, method }: Endpoint): boolean =>
  protocol === 'http' && pathResolved && method !== 'ANY';

/** Whether a role may call an endpoint, and on which condition. */
export function permission(
  backend: Backend,
  endpoint: Endpoint,
  role: string,
): { readonly condition?: string } | undefined {
  if (!http(endpoint) || takesSignature(endpoint)) return undefined;
  if (endpoint.access === 'public') return {};
  const row = backend.trust.permissions.find(
    (each) => each.operation === endpoint.operation && each.role === role && each.effect === 'allow',
  );
  if (row === undefined) return undefined;
  return row.condition === undefined ? {} : { condition: row.condition };
}

/** Endpoints of an entity with a verb that a role may call. */
export const allowed = (
  backend: Backend,
  entity: string,
  verb: Endpoint['verb'],
  role: string,
): readonly Endpoint[] =>
  backend.api.endpoints.filter(
    (each) => each.entity === entity && each.verb === verb && permission(backend, each, role) !== undefined,
  );

export const schemaOf = ({ api }: Backend, name: string | undefined): ApiSchema | undefined =>
  api.schemas.find((schema) => schema.name === name);

export const successOf = ({ responses }: Endpoint): { readonly status: number; readonly schema?: string } =>
  responses.find(({ status }) => status < 300) ?? { status: 200 };

export const answerOf = (backend: Backend, endpoint: Endpoint): ApiSchema | undefined =>
  schemaOf(backend, successOf(endpoint).schema);

export const entityOf = ({ entities }: Backend, name: string | undefined): Entity | undefined =>
  entities.find((entity) => entity.name === name);

/** The entity a property refers to by id: a field of the object, or of what the request brings beside it. */
export function referenceTo(backend: Backend, endpoint: Endpoint, property: string): string | undefined {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  const fields: readonly Field[] = [
    ...(operation?.input ?? []),
    ...(entityOf(backend, endpoint.entity)?.fields ?? []),
  ];
  const field = fields.find(({ name }) => name === property || `${name}_id` === property);
  if (field?.type.kind === 'ref') return field.type.entity;
  // An id across contexts is no reference of the schema; its name says what it is the id of.
  const named = property.replace(/_id$/, '');
  return field?.type.kind === 'uuid'
    ? backend.api.schemas.find(({ name }) => snakeCase(name) === named)?.name
    : undefined;
}

/** An entity that the object refers to and that is known by a key of this name, such as a SKU. */
export function keyHolder(backend: Backend, endpoint: Endpoint, property: string): string | undefined {
  const targets = (entityOf(backend, endpoint.entity)?.fields ?? []).flatMap(({ type }) =>
    type.kind === 'ref' ? [type.entity] : [],
  );
  return targets.find((target) =>
    entityOf(backend, target)?.fields.some(({ name, unique }) => unique && name === property),
  );
}

/** The amount that an answer tells, where it tells one: a price, a total. */
export function amountOf(backend: Backend, endpoint: Endpoint): string | undefined {
  const answer = answerOf(backend, endpoint)?.properties ?? [];
  const [amount, ...others] = (entityOf(backend, endpoint.entity)?.fields ?? []).filter(
    ({ name, type }) => type.kind === 'money' && answer.some((each) => each.name === name),
  );
  return others.length === 0 ? amount?.name : undefined;
}

/** States of its object in which an operation can be done, where its statement asks for some. */
export function statesFor(backend: Backend, { entity, operation }: Endpoint): readonly string[] {
  const field = entityOf(backend, entity)?.lifecycle?.field;
  const change = backend.data.queries.find(
    (each) => operation !== undefined && each.operation === operation && each.kind === 'update',
  );
  if (field === undefined || change === undefined) return [];
  const where = change.sql.slice(change.sql.search(/\bwhere\b/));
  const [, said = ''] = new RegExp(`\\b${field}"? (?:= |in \\()('[^']*'(?:, '[^']*')*)`).exec(where) ?? [];
  return [...said.matchAll(/'([^']*)'/g)].map(([, state = '']) => state);
}

/** Where somebody becomes known: a secret goes in, a token comes out. */
export function signInOf(
  backend: Backend,
): { readonly endpoint: Endpoint; readonly token: Property } | undefined {
  for (const operation of backend.operations) {
    const isSecret = ({ dataClass }: Field): boolean => dataClass === 'secret';
    if (operation.verb !== 'create' || !operation.anonymous || !(operation.input ?? []).some(isSecret))
      continue;
    const secrets = (operation.output ?? []).filter(isSecret);
    const chosen = secrets.find(({ name }) => name.includes('access')) ?? secrets[0];
    const endpoint = backend.api.endpoints.find((each) => each.operation === operation.id && http(each));
    const token =
      endpoint && answerOf(backend, endpoint)?.properties.find(({ name }) => name === chosen?.name);
    if (endpoint !== undefined && token !== undefined) return { endpoint, token };
  }
  return undefined;
}
