import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { exampleObject, exampleOf } from './example.ts';
import { bodyMedia, operationIds, pathNames, writes } from './http.ts';
import { referenceTo, successOf } from './journeys/knowledge.ts';
import { takesSignature } from './openapi-operation.ts';
import { parameterType } from './openapi-parameters.ts';
import { curlSample, typescriptSample } from './sample-text.ts';
import { webhookPolicy } from './webhook-policy.ts';

/** One call of an endpoint with values that its schemas allow. */
export interface Call {
  readonly method: string;
  /** Path with example values in place of its parameters, and the query it cannot do without. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Json;
}

const key = '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f';

/** The call of an endpoint, or nothing when its path or method is not known. */
export function callOf(backend: Backend, endpoint: Endpoint): Call | undefined {
  if (endpoint.protocol !== 'http' || !endpoint.pathResolved || endpoint.method === 'ANY') return undefined;
  const body = writes(endpoint.method) ? bodyOf(backend, endpoint) : undefined;
  const values = exampleValues(endpoint);
  const path = pathNames(endpoint.path).reduce(
    (text, name) => text.replace(`{${name}}`, () => encodeURIComponent(values.get(name) ?? name)),
    endpoint.path,
  );
  const query = endpoint.parameters
    .filter(({ in: place, required }) => place === 'query' && required)
    .map(({ name }) => `${encodeURIComponent(name)}=${encodeURIComponent(values.get(name) ?? name)}`);
  return {
    method: endpoint.method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: [
      ...credential(endpoint),
      ...(endpoint.idempotencyKey ? [['Idempotency-Key', key] as const] : []),
      ...(endpoint.conditional && writes(endpoint.method) ? [['If-Match', '"1"'] as const] : []),
      ...(body === undefined ? [] : [['Content-Type', bodyMedia(endpoint.method)] as const]),
    ],
    ...(body === undefined ? {} : { body }),
  };
}

function credential(endpoint: Endpoint): Call['headers'] {
  if (takesSignature(endpoint)) return [[webhookPolicy.header, '$SIGNATURE']];
  return endpoint.access === 'public' ? [] : [['Authorization', 'Bearer $TOKEN']];
}

function exampleValues(endpoint: Endpoint): ReadonlyMap<string, string> {
  const asked = endpoint.parameters.filter(({ in: place }) => place === 'path' || place === 'query');
  const named = new Map(asked.map(({ name, type }) => [name, type]));
  return new Map(
    [...new Set([...pathNames(endpoint.path), ...named.keys()])].map((name) => {
      const value = exampleOf(parameterType(named.get(name)), name, new Map()) ?? name;
      return [name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}

function bodyOf(backend: Backend, endpoint: Endpoint): Json | undefined {
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  const schema = schemas.get(endpoint.requestSchema ?? '');
  if (schema !== undefined) return exampleObject(schema, schemas);
  const fields = endpoint.parameters.filter((each) => each.in === 'body');
  if (fields.length === 0) return undefined;
  return Object.fromEntries(
    fields.flatMap(({ name, type }) => {
      const value = exampleOf(parameterType(type), name, schemas);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Names for generated functions: the operation ids of the API document. */
export const sampleNames = (backend: Backend): ReadonlyMap<string, string> =>
  operationIds(backend.api.endpoints);

/**
 * Every sample of the reference for programs: the request, where ids of objects that exist must be put, who may send
 * it, the status that follows, and the text that is made from it.
 */
export function sampleFile(backend: Backend): Emitted {
  const names = sampleNames(backend);
  const samples = backend.api.endpoints.flatMap((endpoint) => {
    const call = callOf(backend, endpoint);
    return call === undefined ? [] : [sample(backend, endpoint, call, names.get(endpoint.id) ?? endpoint.id)];
  });
  const lost = backend.api.endpoints.length - samples.length;
  if (samples.length === 0) return { text: '', lost: ['no endpoint can be called by method and path'] };
  return {
    text: jsonText({ variables, samples }),
    lost: lost === 0 ? [] : [`${lost} endpoints are not HTTP or have no resolved path`],
  };
}

const variables: JsonObject = {
  BASE: 'address of the server, without a closing slash',
  TOKEN: 'access token of the caller',
  SIGNATURE: `${webhookPolicy.form}; ${webhookPolicy.signed}`,
};

function sample(backend: Backend, endpoint: Endpoint, call: Call, operationId: string): JsonObject {
  const roles = backend.trust.permissions
    .filter(({ operation, effect }) => operation === endpoint.operation && effect === 'allow')
    .map(({ role }) => role);
  const ids = references(backend, endpoint, call);
  return compact({
    operationId,
    method: call.method,
    template: endpoint.path,
    path: call.path,
    headers: Object.fromEntries(call.headers),
    body: call.body,
    expected: { status: successOf(endpoint).status },
    roles: roles.length === 0 ? undefined : [...new Set(roles)],
    ids: ids.length === 0 ? undefined : ids,
    curl: curlSample(call),
    typescript: typescriptSample(operationId, call),
  });
}

/** Places that hold the id of another object: by name in the path, by JSON Pointer in the body. */
function references(backend: Backend, endpoint: Endpoint, { body }: Call): readonly JsonObject[] {
  const inPath = pathNames(endpoint.path).flatMap((name): readonly JsonObject[] => {
    const use = endpoint.parameters.find((each) => each.in === 'path' && each.name === name)?.use;
    const column = use?.kind === 'filter' ? use.column : name;
    const entity = name === 'id' ? endpoint.entity : referenceTo(backend, endpoint, column);
    return entity === undefined ? [] : [{ in: 'path', name, entity }];
  });
  const names = typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.keys(body) : [];
  const inBody = names.flatMap((name): readonly JsonObject[] => {
    const entity = referenceTo(backend, endpoint, name);
    return entity === undefined ? [] : [{ in: 'body', pointer: `/${name}`, entity }];
  });
  return [...inPath, ...inBody];
}
