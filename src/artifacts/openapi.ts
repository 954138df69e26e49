import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compareText } from '../model/text.ts';
import { compact, jsonText, names, uniqueBy } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { operationIds } from './http.ts';
import { unbounded } from './json-schema.ts';
import { openApiComponents } from './openapi-components.ts';
import { openApiInfo, openApiServers } from './openapi-info.ts';
import { openApiOperation, tagOf } from './openapi-operation.ts';
import type { ResponseContext } from './openapi-responses.ts';
import { statusEndpoint } from './openapi-status.ts';
import { withOneNaming } from './path-naming.ts';
import { sentence } from './words.ts';

/** Version of the OpenAPI Specification written. */
const openApiVersion = '3.1.1';

/** The API as an OpenAPI 3.1 document. Only resolved HTTP endpoints with a fixed method can be written. */
export function openApiDocument(backend: Backend): Emitted {
  const { written, lost } = expressible(backend);
  const endpoints = [...written, ...statusEndpoint(written, backend)];
  const ids = operationIds(endpoints);
  const context: ResponseContext = {
    backend,
    schemas: new Map(backend.api.schemas.map((schema) => [schema.name, schema])),
    problems: new Map(backend.api.problems.map((problem) => [problem.type, problem])),
    shared: new Map(),
  };
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of endpoints) {
    const item = (paths[endpoint.path] ??= {});
    item[endpoint.method.toLowerCase()] = openApiOperation(
      endpoint,
      ids.get(endpoint.id) ?? endpoint.id,
      context,
      tagOf(endpoint),
    );
  }
  const document = compact({
    openapi: openApiVersion,
    info: openApiInfo(backend, endpoints),
    servers: openApiServers(backend),
    tags: tags(endpoints, backend),
    paths,
    components: openApiComponents(backend, endpoints, context, paths),
  });
  return { text: jsonText(document), lost: [...lost, ...schemaLosses(backend, document)] };
}

function expressible(backend: Backend): {
  readonly written: readonly Endpoint[];
  readonly lost: readonly string[];
} {
  const lost: string[] = [];
  const kept = backend.api.endpoints.filter((endpoint) => {
    const why = unwritable(endpoint);
    if (why !== undefined) lost.push(`${endpoint.id}: ${why}`);
    return why === undefined;
  });
  const shape = (endpoint: Endpoint): string =>
    `${endpoint.method} ${endpoint.path.replace(/\{[^}]*\}/g, '{}')}`;
  const written = uniqueBy(kept, shape);
  for (const endpoint of kept) {
    if (!written.includes(endpoint)) lost.push(`${endpoint.id}: the same method and path is already written`);
    if (endpoint.access === 'unknown')
      lost.push(`${endpoint.id}: whether it is guarded is unknown; written with optional security`);
  }
  return { written: withOneNaming([...written].sort(byPath)), lost };
}

const methodOrder = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const byPath = (a: Endpoint, b: Endpoint): number =>
  compareText(a.path, b.path) || methodOrder.indexOf(a.method) - methodOrder.indexOf(b.method);

function unwritable(endpoint: Endpoint): string | undefined {
  if (endpoint.protocol !== 'http') return `OpenAPI describes HTTP only, this is ${endpoint.protocol}`;
  if (!endpoint.pathResolved) return 'its path could not be resolved';
  if (endpoint.method === 'ANY') return 'it answers any method, OpenAPI needs each by name';
  if (endpoint.method === 'QUERY') return 'OpenAPI 3.1 has no QUERY method';
  if (!/^\/[^?#*]*$/.test(endpoint.path)) return 'its path is a pattern, OpenAPI needs a fixed template';
  return undefined;
}

function tags(endpoints: readonly Endpoint[], backend: Backend): Json {
  const used = [...new Set(endpoints.map(tagOf))].sort(compareText);
  return used.map((name) => {
    const context = backend.architecture.contexts.find(({ id }) => id === name);
    return { name, description: context === undefined ? `Paths of ${name}` : sentence(context.purpose) };
  });
}

function schemaLosses(backend: Backend, document: JsonObject): readonly string[] {
  const text = JSON.stringify(document);
  const used = backend.api.schemas.filter(({ name }) => text.includes(`"#/components/schemas/${name}"`));
  const open = used.flatMap(unbounded);
  const undefinedNames = backend.api.endpoints
    .flatMap((endpoint) => [endpoint.requestSchema, ...endpoint.responses.map(({ schema }) => schema)])
    .filter((name) => name !== undefined && !backend.api.schemas.some((schema) => schema.name === name));
  const unused = backend.api.schemas.filter((schema) => !used.includes(schema)).map(({ name }) => name);
  return [
    ...(open.length === 0 ? [] : [`no upper bound is known for ${names(open)}`]),
    ...(unused.length === 0 ? [] : [`no endpoint uses the schemas ${names(unused)}`]),
    ...(undefinedNames.length === 0
      ? []
      : [
          `endpoints name schemas that are not in the model: ${names([...new Set(undefinedNames.map(String))])}`,
        ]),
    ...(backend.source === 'recovered' ? ['how callers authenticate is written as a bearer token'] : []),
    'the licence of the API is not in the model',
  ];
}
