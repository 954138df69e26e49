import type { ApiType, Endpoint, Parameter } from '../model/api.ts';
import { typeSchema } from './json-schema.ts';
import { compact } from './emitted.ts';
import type { JsonObject } from './emitted.ts';
import { pathNames } from './http.ts';
import { phrase, sentence } from './words.ts';

/** Entries a client may ask for in one page, and the default. */
export const pageLimit = { default: 50, maximum: 100 } as const;

const types: Readonly<Record<string, ApiType>> = {
  uuid: { kind: 'string', format: 'uuid' },
  int: { kind: 'integer', format: 'int32' },
  integer: { kind: 'integer', format: 'int32' },
  bigint: { kind: 'integer', format: 'int64' },
  number: { kind: 'number' },
  decimal: { kind: 'number' },
  bool: { kind: 'boolean' },
  boolean: { kind: 'boolean' },
  date: { kind: 'string', format: 'date' },
  datetime: { kind: 'string', format: 'date-time' },
  'date-time': { kind: 'string', format: 'date-time' },
  email: { kind: 'string', format: 'email' },
  url: { kind: 'string', format: 'uri' },
};

/** The type a parameter is named with; `enum(a,b)` and `a|b` give the values, anything unknown is text. */
export function parameterType(name: string | undefined): ApiType {
  const listed = /^enum\(([^)]*)\)$/.exec(name ?? '')?.[1];
  if (listed !== undefined) return { kind: 'enum', values: listed.split(',').map((value) => value.trim()) };
  return types[name ?? ''] ?? { kind: 'string', maxLength: 200 };
}

/** Named parameters that several operations share, as `components.parameters`. */
export const sharedParameters: Readonly<Record<string, JsonObject>> = {
  Cursor: {
    name: 'cursor',
    in: 'query',
    description: 'Opaque position: the `next_cursor` of the page before. Absent = first page.',
    required: false,
    schema: { type: 'string', maxLength: 512 },
  },
  Limit: {
    name: 'limit',
    in: 'query',
    description: 'Most entries to answer with.',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: pageLimit.maximum, default: pageLimit.default },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Chosen by the client, one per intended effect. The same key with the same body gives the first answer again; with another body 422.',
    required: true,
    schema: { type: 'string', minLength: 8, maxLength: 64 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag that was read. 412 when the object changed meanwhile.',
    required: true,
    schema: { type: 'string', maxLength: 80 },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag the client holds. 304 when it is still current.',
    required: false,
    schema: { type: 'string', maxLength: 80 },
  },
};

/** What each shared parameter is called on the wire, in lower case. */
const sharedNames: Readonly<Record<string, string>> = {
  Cursor: 'cursor',
  Limit: 'limit',
  IdempotencyKey: 'idempotency-key',
  IfMatch: 'if-match',
  IfNoneMatch: 'if-none-match',
};

const shared = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });

function conventions(endpoint: Endpoint): readonly string[] {
  const reads = endpoint.method === 'GET' || endpoint.method === 'HEAD';
  return [
    ...(endpoint.pagination === 'cursor' ? ['Cursor', 'Limit'] : []),
    ...(endpoint.idempotencyKey ? ['IdempotencyKey'] : []),
    ...(endpoint.conditional ? [reads ? 'IfNoneMatch' : 'IfMatch'] : []),
  ];
}

/** Parameters of an operation: path, then its own, then those its conventions bring. */
export function operationParameters(endpoint: Endpoint): readonly JsonObject[] {
  const standard = conventions(endpoint);
  const standardNames = new Set(standard.map((name) => sharedNames[name]));
  const path = pathNames(endpoint.path);
  const own = endpoint.parameters.filter(
    (each) =>
      (each.in === 'query' || each.in === 'header' || each.in === 'cookie') &&
      !standardNames.has(each.name.toLowerCase()) &&
      !ignoredHeaders.has(each.name.toLowerCase()),
  );
  const unique = own.filter((each, at) => own.findIndex((other) => sameParameter(each, other)) === at);
  return [
    ...path.map((name) => pathParameter(name, endpoint)),
    ...unique.map((each) => ownParameter(each)),
    ...standard.map(shared),
  ];
}

/** Header parameters of these names are ignored by OpenAPI: they are described elsewhere in the document. */
const ignoredHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

const sameParameter = (a: Parameter, b: Parameter): boolean => a.in === b.in && a.name === b.name;

function pathParameter(name: string, endpoint: Endpoint): JsonObject {
  const known = endpoint.parameters.find((each) => each.in === 'path' && each.name === name);
  const of = endpoint.entity === undefined ? '' : ` of the ${phrase(endpoint.entity)}`;
  return {
    name,
    in: 'path',
    description: `${sentence(phrase(name))}${name === 'id' ? of : ''}.`,
    required: true,
    schema: typeSchema(parameterType(known?.type), ''),
  };
}

function ownParameter(parameter: Parameter): JsonObject {
  return compact({
    name: parameter.name,
    in: parameter.in,
    description: `${sentence(phrase(parameter.name))}.`,
    required: parameter.required,
    schema: typeSchema(parameterType(parameter.type), ''),
  });
}
