import type { ApiSchema, Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Objective } from '../model/brief.ts';
import { costClass, workOf } from './cost-class.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { exampleObject, exampleOf } from './example.ts';
import { bodyMedia, writes } from './http.ts';
import { typeSchema } from './json-schema.ts';
import { masksOf } from './masks.ts';
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
    security: security(endpoint, context.backend),
    parameters: nonEmpty(operationParameters(endpoint)),
    requestBody: requestBody(endpoint, context),
    responses: operationResponses(endpoint, context),
    'x-objectives': nonEmpty(objectives(endpoint, context.backend)),
    'x-peak-rate':
      endpoint.rate === undefined ? undefined : { value: endpoint.rate.value, unit: endpoint.rate.unit },
    'x-cost': cost(endpoint, context.backend),
    'x-masks': nonEmpty(masksOf(context.backend, endpoint).map(({ role, absent }) => ({ role, absent }))),
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
  const masked = masksOf(backend, endpoint).map(
    ({ role, absent }) => `For ${role} without ${absent.join(', ')}.`,
  );
  const parts = [
    ...(operation?.about === undefined ? [] : [closed(operation.about)]),
    ...(endpoint.access === 'public' ? ['Nobody has to be signed in.'] : []),
    ...(endpoint.access === 'unknown' ? ['Whether callers are checked could not be found out.'] : []),
    ...(allowed.length === 0 ? [] : [`Allowed: ${[...new Set(allowed)].join(', ')}.`]),
    ...masked,
    ...(operation?.staleness === undefined
      ? []
      : [`The answer may be ${operation.staleness.value} ${operation.staleness.unit} old.`]),
    ...(endpoint.handler === undefined
      ? []
      : [`Handled in ${endpoint.handler.file}:${endpoint.handler.line}.`]),
  ];
  return parts.length === 0 ? closed(summary(endpoint)) : parts.join(' ');
}

const closed = (text: string): string => (/[.!?]$/.test(text) ? sentence(text) : `${sentence(text)}.`);

/** A call of a peer is known by its signature, not by a token. */
export const takesSignature = ({ guards }: Endpoint): boolean =>
  guards.some(({ kind, name }) => kind === 'authentication' && name === 'webhook signature');

/** Named by the security of the operation, where no scopes are: OAuth says that itself. */
export const takesToken = (endpoint: Endpoint, { source }: Backend): boolean =>
  !takesSignature(endpoint) &&
  (endpoint.access === 'public' ? source === 'designed' : endpoint.scopes.length === 0);

/** An empty requirement: a request without any credential is taken. */
const anonymous: JsonObject = {};

/** Designed operations that are open take a token too, for instance to count the caller's own quota. */
function security(endpoint: Endpoint, { source }: Backend): readonly JsonObject[] {
  if (takesSignature(endpoint)) return [{ signature: [] }];
  switch (endpoint.access) {
    case 'public':
      return source === 'designed' ? [anonymous, { bearer: [] }] : [];
    case 'unknown':
      return [anonymous, { bearer: [] }];
    case 'guarded':
      return [endpoint.scopes.length === 0 ? { bearer: [] } : { oauth2: endpoint.scopes }];
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
    class: costClass(workOf(operation.cost)),
  };
}

/** Tag of an endpoint: its context, or the first fixed part of its path. */
export function tagOf(endpoint: Endpoint): string {
  const first = endpoint.path.split('/').find((part) => part !== '' && !part.startsWith('{'));
  return endpoint.context ?? (phrase(first ?? '').replaceAll(' ', '-') || 'root');
}
