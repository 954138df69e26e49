import type { Endpoint } from '../model/api.ts';
import type { Backend } from '../model/backend.ts';
import type { Json } from '../model/origin.ts';
import { compareText } from '../model/text.ts';
import { compact, jsonText, names, uniqueBy } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';
import { operationIds } from './http.ts';
import { objectSchema, unbounded } from './json-schema.ts';
import { openApiOperation, tagOf, takesSignature, takesToken } from './openapi-operation.ts';
import { pageLimit, sharedParameters } from './openapi-parameters.ts';
import {
  answersPage,
  conventionSchemas,
  pageName,
  pageSchema,
  sharedHeaders,
  statusSchema,
  tellsProgress,
} from './openapi-responses.ts';
import type { ResponseContext } from './openapi-responses.ts';
import { withOneNaming } from './path-naming.ts';
import { kebabCase, phrase, sentence } from './words.ts';

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
    info: info(backend),
    servers: servers(backend),
    tags: tags(endpoints, backend),
    paths,
    components: components(backend, endpoints, context, paths),
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

/** Long work is answered with 202 and a place to ask; the place is part of the convention. */
function statusEndpoint(endpoints: readonly Endpoint[], { api }: Backend): readonly Endpoint[] {
  const refusals = ['unauthenticated', 'not-found', 'rate-limited', 'unavailable'].flatMap((type) =>
    api.problems.filter((each) => each.type === type).map(({ status }) => ({ status, problem: type })),
  );
  const first = endpoints.find(tellsProgress);
  if (first === undefined || endpoints.some(({ path }) => /^\/(operations|jobs)\/\{\w+\}$/.test(path)))
    return [];
  return [
    {
      id: 'GET /operations/{id}',
      method: 'GET',
      path: '/operations/{id}',
      pathResolved: true,
      protocol: 'http',
      parameters: [{ name: 'id', in: 'path', type: 'uuid', required: true, origin: first.origin }],
      guards: [],
      access: 'guarded',
      operationId: 'readOperationStatus',
      summary: 'How far long work has come; only who started it may ask',
      context: tagOf(first),
      responses: [
        { status: 200, schema: statusSchema },
        ...(refusals.length > 0 ? refusals : [{ status: 404, problem: 'not-found' }]),
      ],
      scopes: [],
      idempotencyKey: false,
      conditional: false,
      longRunning: false,
      objectives: [],
      origin: first.origin,
    },
  ];
}

function info(backend: Backend): JsonObject {
  return {
    title: backend.api.title ?? backend.name,
    version: backend.api.version ?? '0.0.0',
    summary: `${backend.source === 'designed' ? 'Designed' : 'Recovered'} API of ${backend.name}`,
    license: { name: 'Not stated', identifier: 'LicenseRef-not-stated' },
  };
}

const host = (backend: Backend): string => `api.${kebabCase(backend.id) || 'backend'}.example`;

/** The host is a variable: where the API will live is nobody's to guess, and `.example` never resolves (RFC 6761). */
const servers = (backend: Backend): Json => [
  {
    url: 'https://{host}',
    description: 'Set `host` to where the API is served.',
    variables: { host: { default: host(backend), description: 'Host name of the API.' } },
  },
];

function tags(endpoints: readonly Endpoint[], backend: Backend): Json {
  const used = [...new Set(endpoints.map(tagOf))].sort(compareText);
  return used.map((name) => {
    const context = backend.architecture.contexts.find(({ id }) => id === name);
    return { name, description: context === undefined ? `Paths of ${name}` : sentence(context.purpose) };
  });
}

function components(
  backend: Backend,
  endpoints: readonly Endpoint[],
  context: ResponseContext,
  paths: Json,
): JsonObject {
  const requested = new Set(endpoints.flatMap(({ requestSchema }) => requestSchema ?? []));
  const answered = new Set(endpoints.flatMap((each) => each.responses.flatMap(({ schema }) => schema ?? [])));
  const own = backend.api.schemas.map(
    (schema) =>
      [
        schema.name,
        objectSchema(
          schema,
          '#/components/schemas/',
          requested.has(schema.name) && !answered.has(schema.name),
        ),
      ] as const,
  );
  const paged = endpoints.flatMap((endpoint) =>
    endpoint.responses.flatMap(({ schema }) =>
      answersPage(endpoint, context.schemas.get(schema ?? '')) && schema !== undefined ? [schema] : [],
    ),
  );
  const pages = [...new Set(paged)].map(
    (name) => [pageName(name), pageSchema(name, pageLimit.maximum)] as const,
  );
  const schemas = { ...conventionSchemas, ...Object.fromEntries(pages), ...Object.fromEntries(own) };
  return {
    ...reachable({ schemas, parameters: sharedParameters, headers: sharedHeaders }, paths),
    securitySchemes: securitySchemes(backend, endpoints),
  };
}

/** Only the components the paths lead to, in order of name. */
function reachable(
  parts: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>,
  paths: Json,
): JsonObject {
  const seen = new Set<string>();
  const visit = (value: Json): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value).matchAll(
      /"#\/components\/(\w+)\/([^"]+)"/g,
    )) {
      const part = parts[kind]?.[name];
      if (part === undefined || seen.has(`${kind}/${name}`)) continue;
      seen.add(`${kind}/${name}`);
      visit(part);
    }
  };
  visit(paths);
  const kept = Object.entries(parts).map(([kind, group]) => {
    const entries = Object.entries(group).filter(([name]) => seen.has(`${kind}/${name}`));
    return [kind, Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)))] as const;
  });
  return Object.fromEntries(kept.filter(([, group]) => Object.keys(group).length > 0));
}

function securitySchemes(backend: Backend, endpoints: readonly Endpoint[]): JsonObject {
  const scopes = [...new Set(endpoints.flatMap((endpoint) => endpoint.scopes))].sort(compareText);
  return compact({
    bearer: endpoints.some(takesToken)
      ? { type: 'http', scheme: 'bearer', description: 'An access token in the Authorization header.' }
      : undefined,
    signature: endpoints.some(takesSignature)
      ? {
          type: 'apiKey',
          in: 'header',
          name: 'Webhook-Signature',
          description:
            'HMAC-SHA-256 over timestamp and raw body with the secret shared with the peer; the peer may name the header otherwise.',
        }
      : undefined,
    oauth2:
      scopes.length === 0
        ? undefined
        : {
            type: 'oauth2',
            description: 'Authorisation code with PKCE (OAuth 2.1).',
            flows: {
              authorizationCode: {
                authorizationUrl: `https://${host(backend)}/oauth/authorize`,
                tokenUrl: `https://${host(backend)}/oauth/token`,
                scopes: Object.fromEntries(scopes.map((scope) => [scope, sentence(phrase(scope))])),
              },
            },
          },
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
