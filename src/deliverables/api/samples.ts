import { exampleObject, exampleOf } from '../../artifacts/example.ts';
import { bodyMedia, operationIds, pathNames, writes } from '../../artifacts/http.ts';
import { parameterType } from '../../artifacts/openapi-parameters.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json } from '../../model/origin.ts';

/** One call of an endpoint with values that its schemas allow. */
export interface Call {
  readonly method: string;
  /** Path with example values in place of its parameters. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Json;
}

const key = '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f';

/** The call of an endpoint, or nothing when its path or method is not known. */
export function callOf(backend: Backend, endpoint: Endpoint): Call | undefined {
  if (endpoint.protocol !== 'http' || !endpoint.pathResolved || endpoint.method === 'ANY') return undefined;
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  const body = writes(endpoint.method) ? bodyOf(backend, endpoint) : undefined;
  const path = pathNames(endpoint.path).reduce((text, name) => {
    const type = endpoint.parameters.find((each) => each.in === 'path' && each.name === name)?.type;
    const value = exampleOf(parameterType(type), name, schemas) ?? name;
    const words = typeof value === 'string' ? value : JSON.stringify(value);
    return text.replace(`{${name}}`, () => encodeURIComponent(words));
  }, endpoint.path);
  return {
    method: endpoint.method,
    path,
    headers: [
      ...(endpoint.access === 'public' ? [] : [['Authorization', 'Bearer $TOKEN'] as const]),
      ...(endpoint.idempotencyKey ? [['Idempotency-Key', key] as const] : []),
      ...(endpoint.conditional && writes(endpoint.method) ? [['If-Match', '"1"'] as const] : []),
      ...(body === undefined ? [] : [['Content-Type', bodyMedia(endpoint.method)] as const]),
    ],
    ...(body === undefined ? {} : { body }),
  };
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

const shellText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const withVariables = (text: string): string =>
  text.includes('$') ? `"${text.replaceAll('"', '\\"')}"` : shellText(text);

/** A shell command; `BASE` and `TOKEN` are set by the reader. */
export function curlSample({ method, path, headers, body }: Call): string {
  return [
    `curl --fail-with-body -X ${method} "$BASE"${shellText(path)}`,
    ...headers.map(([name, value]) => `-H ${withVariables(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data ${shellText(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** TypeScript for any runtime with `fetch`; `base` and `token` are parameters. */
export function typescriptSample(name: string, { method, path, headers, body }: Call): string {
  const lines = headers.map(
    ([header, value]) =>
      `      ${literal(header)}: ${value.includes('$TOKEN') ? '`Bearer ${token}`' : literal(value)},`,
  );
  return [
    `export async function ${name}(base: string, token: string): Promise<unknown> {`,
    `  const answer = await fetch(base + ${literal(path)}, {`,
    `    method: ${literal(method)},`,
    ...(lines.length === 0 ? [] : ['    headers: {', ...lines, '    },']),
    ...(body === undefined ? [] : [`    body: JSON.stringify(${JSON.stringify(body)}),`]),
    '  });',
    '  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);',
    '  return answer.status === 204 ? undefined : answer.json();',
    '}',
  ].join('\n');
}

/** Names for generated functions: the operation ids of the API document. */
export const sampleNames = (backend: Backend): ReadonlyMap<string, string> =>
  operationIds(backend.api.endpoints);
