import type { ApiSchema, Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Objective } from '../model/brief.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { exampleObject, exampleOf } from './example.ts';
import { bodyMedia, writes } from './http.ts';
import { typeSchema } from './json-schema.ts';
import { operationParameters, parameterType } from './openapi-parameters.ts';
import { operationResponses } from './openapi-responses.ts';
import type { ResponseContext } from './openapi-responses.ts';
import { phrase, sentence } from './words.ts';

/** One operation of the document. */
export function openApiOperation(
  endpoint: Endpoint,
  operationId: string,
  context: ResponseContext,
  tag: string,
): JsonObject {
  return compact({
    tags: [tag],
    operationId,
    summary: summary(endpoint),
    description: description(endpoint, context.backend),
    deprecated: endpoint.deprecated === true ? true : undefined,
    security: security(endpoint),
    parameters: nonEmpty(operationParameters(endpoint)),
    requestBody: requestBody(endpoint, context),
    responses: operationResponses(endpoint, context),
    'x-objectives': nonEmpty(objectives(endpoint, context.backend)),
    'x-peak-rate':
      endpoint.rate === undefined ? undefined : { value: endpoint.rate.value, unit: endpoint.rate.unit },
    'x-cost': cost(endpoint, context.backend),
  });
}

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

const summary = (endpoint: Endpoint): string =>
  sentence(endpoint.summary ?? endpoint.operation ?? `${endpoint.method} ${endpoint.path}`);

function description(endpoint: Endpoint, backend: Backend): string {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  const allowed = backend.trust.permissions
    .filter((each) => each.operation === endpoint.operation && each.effect === 'allow')
    .map((each) => `${each.role}${each.condition === undefined ? '' : ` (${each.condition} only)`}`);
  return [
    ...(operation?.about === undefined ? [] : [`${sentence(operation.about)}.`]),
    ...(endpoint.access === 'public' ? ['Nobody has to be signed in.'] : []),
    ...(endpoint.access === 'unknown' ? ['Whether callers are checked could not be found out.'] : []),
    ...(allowed.length === 0 ? [] : [`Allowed: ${[...new Set(allowed)].join(', ')}.`]),
    ...(operation?.staleness === undefined
      ? []
      : [`The answer may be ${operation.staleness.value} ${operation.staleness.unit} old.`]),
    ...(endpoint.handler === undefined
      ? []
      : [`Handled in ${endpoint.handler.file}:${endpoint.handler.line}.`]),
  ].join(' ');
}

/** A call of a peer is known by its signature, not by a token. */
export const takesSignature = ({ guards }: Endpoint): boolean =>
  guards.some(({ kind, name }) => kind === 'authentication' && name === 'webhook signature');

/** Named by the security of the operation, beside or instead of OAuth. */
export const takesToken = (endpoint: Endpoint): boolean =>
  endpoint.access !== 'public' && !takesSignature(endpoint);

function security(endpoint: Endpoint): readonly JsonObject[] {
  if (takesSignature(endpoint)) return [{ signature: [] }];
  switch (endpoint.access) {
    case 'public':
      return [];
    case 'unknown':
      return [{}, { bearer: [] }];
    case 'guarded':
      return endpoint.scopes.length === 0
        ? [{ bearer: [] }]
        : [{ oauth2: endpoint.scopes }, { bearer: endpoint.scopes }];
  }
}

function requestBody(endpoint: Endpoint, context: ResponseContext): JsonObject | undefined {
  if (!writes(endpoint.method)) return undefined;
  const schema = context.schemas.get(endpoint.requestSchema ?? '');
  if (schema !== undefined) return namedBody(endpoint, schema, context);
  const body = endpoint.parameters.filter((each) => each.in === 'body');
  if (body.length === 0) return undefined;
  const properties = body.map((each) => [each.name, typeSchema(parameterType(each.type), '')] as const);
  const required = body.filter((each) => each.required).map(({ name }) => name);
  return {
    required: required.length > 0,
    content: {
      'application/json': {
        schema: compact({
          type: 'object',
          required: nonEmpty(required),
          properties: Object.fromEntries(properties),
        }),
        example: Object.fromEntries(
          body.flatMap((each) => {
            const value = exampleOf(parameterType(each.type), each.name, context.schemas);
            return value === undefined ? [] : [[each.name, value]];
          }),
        ),
      },
    },
  };
}

function namedBody(endpoint: Endpoint, schema: ApiSchema, context: ResponseContext): JsonObject {
  return {
    required: true,
    content: {
      [bodyMedia(endpoint.method)]: compact({
        schema: { $ref: `#/components/schemas/${schema.name}` },
        example: exampleObject(schema, context.schemas),
      }),
    },
  };
}

function objectives(endpoint: Endpoint, backend: Backend): readonly JsonObject[] {
  return backend.requirements.objectives
    .filter(({ id }) => endpoint.objectives.includes(id))
    .map((objective) => objectivePart(objective));
}

function objectivePart({ id, latency, availability }: Objective): JsonObject {
  return compact({
    id,
    latency:
      latency === undefined
        ? undefined
        : { percentile: latency.percentile, limit: latency.limit.value, unit: latency.limit.unit },
    availability: availability?.value,
  });
}

function cost(endpoint: Endpoint, backend: Backend): JsonObject | undefined {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  if (operation === undefined) return undefined;
  const { cpu, database, statements } = operation.cost;
  return {
    cpu: `${cpu.value} ${cpu.unit}`,
    database: `${database.value} ${database.unit}`,
    statements: statements.value,
  };
}

/** Tag of an endpoint: its context, or the first fixed part of its path. */
export function tagOf(endpoint: Endpoint): string {
  const first = endpoint.path.split('/').find((part) => part !== '' && !part.startsWith('{'));
  return endpoint.context ?? (phrase(first ?? '').replaceAll(' ', '-') || 'root');
}
