import type { ApiSchema, Endpoint, Problem, Response } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { exampleObject } from './example.ts';
import { reason } from './http.ts';

/** Headers that responses share, as `components.headers`. */
export const sharedHeaders: Readonly<Record<string, JsonObject>> = {
  ETag: {
    description: 'Version of the object (RFC 9110); send it back in If-Match.',
    schema: { type: 'string', maxLength: 80 },
  },
  Location: {
    description: 'Where the new resource is.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 2048 },
  },
  WWWAuthenticate: {
    description: 'How to authenticate (RFC 9110, section 11.6.1); each 401 carries it.',
    schema: { type: 'string', maxLength: 400 },
  },
  RetryAfter: {
    description: 'Seconds to wait before the next attempt (RFC 9110).',
    schema: { type: 'integer', minimum: 1, maximum: 86_400 },
  },
  RateLimit: {
    description: 'What is left of the quota and when it is renewed (IETF draft ratelimit-headers).',
    schema: { type: 'string', maxLength: 200 },
  },
  RateLimitPolicy: {
    description: 'The quota and its window (IETF draft ratelimit-headers).',
    schema: { type: 'string', maxLength: 200 },
  },
  Deprecation: {
    description: 'Since when the operation is deprecated (RFC 9745).',
    schema: { type: 'string', maxLength: 40 },
  },
  Sunset: {
    description: 'When the operation stops answering (RFC 8594).',
    schema: { type: 'string', maxLength: 40 },
  },
};

const refs = '#/components/schemas/';

/** Schemas that the conventions bring: the problem of RFC 9457 and the status of long work. */
export const conventionSchemas: Readonly<Record<string, JsonObject>> = {
  Problem: {
    type: 'object',
    description: 'What went wrong, after RFC 9457.',
    required: ['type', 'title', 'status'],
    properties: {
      type: {
        type: 'string',
        format: 'uri-reference',
        maxLength: 200,
        description: 'Stable name of the problem.',
      },
      title: { type: 'string', maxLength: 200 },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', maxLength: 2000 },
      instance: { type: 'string', format: 'uri-reference', maxLength: 2048 },
      errors: {
        type: 'array',
        maxItems: 100,
        description: 'Fields that were refused, as JSON Pointers.',
        items: {
          type: 'object',
          required: ['pointer', 'detail'],
          properties: {
            pointer: { type: 'string', maxLength: 500 },
            detail: { type: 'string', maxLength: 500 },
          },
        },
      },
    },
  },
  OperationStatus: {
    type: 'object',
    description: 'How far long work has come.',
    required: ['id', 'state'],
    properties: {
      id: { type: 'string', format: 'uuid', maxLength: 36 },
      state: { type: 'string', enum: ['queued', 'running', 'succeeded', 'failed'] },
      result: {
        type: 'string',
        format: 'uri-reference',
        maxLength: 2048,
        description: 'Where the result is, once succeeded.',
      },
      problem: { $ref: `${refs}Problem` },
    },
  },
};

export const problemExample = (problem: Problem): JsonObject => ({
  type: `/problems/${problem.type}`,
  title: problem.title,
  status: problem.status,
  detail: problem.when,
});

/** Name of the schema that tells how far long work has come. */
export const statusSchema = 'OperationStatus';

const statusExample: JsonObject = { id: '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f', state: 'queued' };

/** What the responses of one document are made from. */
export interface ResponseContext {
  readonly backend: Backend;
  readonly schemas: ReadonlyMap<string, ApiSchema>;
  readonly problems: ReadonlyMap<string, Problem>;
}

export const pageName = (schema: string): string => `${schema}Page`;

/** A list by cursor answers with a page, unless the schema it names already holds a list. */
export function answersPage(endpoint: Endpoint, schema: ApiSchema | undefined): boolean {
  return (
    endpoint.pagination === 'cursor' && schema?.properties.every(({ type }) => type.kind !== 'array') === true
  );
}

export function pageSchema(schema: string, maximum: number): JsonObject {
  return {
    type: 'object',
    description: `One page of ${schema}.`,
    required: ['items', 'next_cursor'],
    properties: {
      items: { type: 'array', maxItems: maximum, items: { $ref: `${refs}${schema}` } },
      next_cursor: {
        type: ['string', 'null'],
        maxLength: 512,
        description: 'Position after this page; null = the end.',
      },
    },
  };
}

/** All responses of an operation by status; several problems of one status become one response with examples. */
export function operationResponses(endpoint: Endpoint, context: ResponseContext): JsonObject {
  const statuses = [...new Set(endpoint.responses.map(({ status }) => status))].sort((a, b) => a - b);
  const known = Object.fromEntries(
    statuses.map((status) => [
      String(status),
      responseOf(
        endpoint,
        endpoint.responses.filter((each) => each.status === status),
        context,
      ),
    ]),
  );
  const unread = { description: 'Not known: the code does not say.' };
  return compact({
    ...(statuses.some((status) => status < 400) ? {} : { '2XX': unread }),
    ...known,
    ...(statuses.some((status) => status >= 400 && status < 500) ? {} : { '4XX': unread }),
  });
}

function responseOf(endpoint: Endpoint, answers: readonly Response[], context: ResponseContext): JsonObject {
  const status = answers[0]?.status ?? 200;
  const limited = endpoint.responses.some((each) => each.status === 429);
  const headers = headerRefs(endpoint, status, limited);
  const known = answers.flatMap(({ problem }) => context.problems.get(problem ?? '') ?? []);
  return compact({
    description:
      known.length === 0
        ? `${reason(status)}.`
        : known.map((each) => `${each.title}: ${each.when}.`).join(' '),
    headers,
    content:
      status >= 400 ? problemContent(answers, known, context) : successContent(endpoint, answers, context),
  });
}

/** Long work of a designed backend can be asked about, by whoever can be told apart from others. */
export const tellsProgress = ({ operation, longRunning, access, responses }: Endpoint): boolean =>
  operation !== undefined &&
  longRunning &&
  access !== 'public' &&
  responses.some(({ status }) => status === 202);

function headerRefs(endpoint: Endpoint, status: number, limited: boolean): JsonObject | undefined {
  const ok = status < 400;
  const names: readonly (readonly [string, string])[] = [
    ...(ok && endpoint.conditional ? [['ETag', 'ETag'] as const] : []),
    ...(status === 201 || (status === 202 && tellsProgress(endpoint))
      ? [['Location', 'Location'] as const]
      : []),
    ...((status === 202 && tellsProgress(endpoint)) || status === 429 || status === 503
      ? [['Retry-After', 'RetryAfter'] as const]
      : []),
    ...(status === 401 && endpoint.operationId !== undefined
      ? [['WWW-Authenticate', 'WWWAuthenticate'] as const]
      : []),
    ...(limited && (ok || status === 429)
      ? [['RateLimit', 'RateLimit'] as const, ['RateLimit-Policy', 'RateLimitPolicy'] as const]
      : []),
    ...(ok && endpoint.deprecated === true
      ? [['Deprecation', 'Deprecation'] as const, ['Sunset', 'Sunset'] as const]
      : []),
  ];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map(([name, part]) => [name, { $ref: `#/components/headers/${part}` }]));
}

function problemContent(
  answers: readonly Response[],
  known: readonly Problem[],
  context: ResponseContext,
): JsonObject | undefined {
  if (known.length === 0 && context.backend.source === 'recovered') return undefined;
  const schema = { $ref: `${refs}${answers.find((each) => each.schema !== undefined)?.schema ?? 'Problem'}` };
  const examples = Object.fromEntries(known.map((each) => [each.type, { value: problemExample(each) }]));
  return { 'application/problem+json': known.length === 0 ? { schema } : { schema, examples } };
}

function successContent(
  endpoint: Endpoint,
  answers: readonly Response[],
  context: ResponseContext,
): JsonObject | undefined {
  const status = answers[0]?.status;
  const name = answers.find((each) => each.schema !== undefined)?.schema;
  if (status === 204 || status === 304) return undefined;
  const schema = context.schemas.get(name ?? '');
  if (name === undefined || schema === undefined) {
    const tellsStatus =
      name === statusSchema || (name === undefined && status === 202 && tellsProgress(endpoint));
    return tellsStatus ? json({ $ref: `${refs}${statusSchema}` }, statusExample) : undefined;
  }
  const example = exampleObject(schema, context.schemas);
  if (!answersPage(endpoint, schema)) return json({ $ref: `${refs}${name}` }, example);
  return json(
    { $ref: `${refs}${pageName(name)}` },
    example === undefined ? undefined : { items: [example], next_cursor: null },
  );
}

const json = (schema: JsonObject, example: Json | undefined): JsonObject => ({
  'application/json': compact({ schema, example }),
});
