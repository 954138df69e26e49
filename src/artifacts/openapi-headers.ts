import type { Endpoint } from '../model/api.ts';
import type { JsonObject } from './emitted.ts';
import { entityTag, versionExample } from './openapi-shared-parameters.ts';
import { linePattern } from './text-patterns.ts';

const text = (maxLength: number, pattern: string): JsonObject => ({ type: 'string', maxLength, pattern });

const listed = (entry: string): string => `^${entry}(, ${entry})*$`;

/** Headers that responses share, as `components.headers`, each under its own name. */
export const sharedHeaders: Readonly<Record<string, JsonObject>> = {
  'Access-Control-Allow-Origin': {
    description: 'The origin of the request where it is on the list of allowed ones, else absent (Fetch).',
    schema: text(2048, '^https?://[^\\s/]+$'),
    example: 'https://app.example',
  },
  ETag: {
    description: 'Version of the object (RFC 9110); send it back in If-Match.',
    schema: entityTag,
    example: versionExample,
  },
  Location: {
    description: 'Where the new resource is.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 2048 },
    example: '/examples/018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate (RFC 9110, section 11.6.1); each 401 carries it.',
    schema: text(400, linePattern),
    example: 'Bearer error="invalid_token"',
  },
  'Retry-After': {
    description: 'Seconds to wait before the next attempt (RFC 9110).',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 86_400 },
    example: 1,
  },
  RateLimit: {
    description:
      'What is left of each quota and in how many seconds it is renewed (IETF draft ratelimit-headers).',
    schema: text(400, listed('"[a-z0-9-]+";r=\\d{1,9};t=\\d{1,9}')),
    example: '"caller";r=9;t=1',
  },
  'RateLimit-Policy': {
    description: 'Each quota and its window in seconds (IETF draft ratelimit-headers).',
    schema: text(400, listed('"[a-z0-9-]+";q=\\d{1,9};w=\\d{1,9}')),
    example: '"caller";q=10;w=1',
  },
  Deprecation: {
    description: 'Since when the operation is deprecated (RFC 9745).',
    schema: text(40, '^@\\d{1,12}$'),
    example: '@1767225600',
  },
  Sunset: {
    description: 'When the operation stops answering (RFC 8594).',
    schema: text(40, '^[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$'),
    example: 'Wed, 01 Jul 2026 00:00:00 GMT',
  },
};

/** Names of the headers of one response; `versioned`: it holds one object that tells its version. */
export function headerNames(
  endpoint: Endpoint,
  status: number,
  tellsProgress: boolean,
  versioned: boolean,
): readonly string[] {
  const ok = status < 400;
  const limited = endpoint.responses.some((each) => each.status === 429);
  const late = status === 202 && tellsProgress;
  return [
    ...(endpoint.operation === undefined && endpoint.operationId !== statusOperation
      ? []
      : ['Access-Control-Allow-Origin']),
    ...(ok && (endpoint.conditional || versioned) && endpoint.method !== 'DELETE' ? ['ETag'] : []),
    ...(status === 201 || late ? ['Location'] : []),
    ...(late || status === 429 || status === 503 ? ['Retry-After'] : []),
    ...(status === 401 && endpoint.operationId !== undefined ? ['WWW-Authenticate'] : []),
    ...(limited && status < 500 ? ['RateLimit', 'RateLimit-Policy'] : []),
    ...(ok && endpoint.deprecated === true ? ['Deprecation', 'Sunset'] : []),
  ];
}

/** The operation that tells how far long work has come; it comes with the convention, not with the model. */
export const statusOperation = 'readOperationStatus';

export const headerRefs = (names: readonly string[]): JsonObject | undefined =>
  names.length === 0
    ? undefined
    : Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
