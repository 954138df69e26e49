import type { ApiDocument, Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { parameterDifferences, statusDifferences } from './drift-details.ts';
import type { Difference, Documented } from './drift-details.ts';

/** Where code (or design) and a committed document say different things. */
export interface Drift {
  readonly document: ApiDocument;
  /** Prefix under which the paths of the document are served, found by which one matches most. */
  readonly prefix: string;
  readonly both: number;
  readonly undocumented: readonly Endpoint[];
  /** In the document only, with the methods under which its path is served after all. */
  readonly absent: readonly (Documented & { readonly served: readonly string[] })[];
  /** The document says a caller must be known, the code does not (or the other way round). */
  readonly security: readonly {
    readonly endpoint: Endpoint;
    readonly line: number;
    readonly documented: boolean;
  }[];
  /** Parameters, fields and statuses of operations that both have. */
  readonly details: readonly Difference[];
}

/** `GET /a/{}`: names of parameters, a closing slash and the case of the method make no difference. */
const shape = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/\{[^}]*\}|:\w+/g, '{}').replace(/(.)\/$/, '$1')}`;

/** Leading path parts of the endpoints, as prefixes a document may leave out because its server URL holds them. */
function prefixes(endpoints: readonly Endpoint[]): readonly string[] {
  const found = endpoints.flatMap(({ path }) => {
    const parts = path.split('/').filter((part) => part !== '');
    return [1, 2, 3]
      .filter((size) => size <= parts.length)
      .map((size) => `/${parts.slice(0, size).join('/')}`)
      .filter((prefix) => !prefix.includes('{'));
  });
  return ['', ...new Set(found)];
}

/** Compares every OpenAPI document of the backend with its resolved HTTP endpoints. */
export function drifts({ api }: Backend): readonly Drift[] {
  const endpoints = api.endpoints.filter(
    ({ protocol, pathResolved, method }) => protocol === 'http' && pathResolved && method !== 'ANY',
  );
  return api.documents
    .filter(({ kind }) => kind === 'openapi')
    .map((document) => {
      const near = endpoints.toSorted((a, b) => nearness(a, document) - nearness(b, document));
      // Of several services that serve the same path the last one stays, which is the nearest.
      const byShape = new Map(near.map((endpoint) => [shape(endpoint.method, endpoint.path), endpoint]));
      return driftOf(document, endpoints, byShape);
    });
}

/** Folders that a document and the code of an endpoint have in common. */
function nearness({ handler }: Endpoint, document: ApiDocument): number {
  const own = document.path.split('/').slice(0, -1);
  const other = (handler?.file ?? '').split('/').slice(0, -1);
  const apart = own.findIndex((folder, at) => folder !== other[at]);
  return apart === -1 ? own.length : apart;
}

/** The folder of the service that a document stands in, beside or among its code; empty for the whole repository. */
const serviceOf = ({ path }: ApiDocument): string =>
  path
    .split('/')
    .slice(0, -1)
    .join('/')
    .replace(/(^|\/)(docs?|api|apis|openapi|swagger|specs?|static|public|resources|src)(\/.*)?$/i, '');

/**
 * Endpoints that a document could speak of: where nearly all it names are code of its own service, the other services
 * of the repository have documents of their own, or none.
 */
function spokenOf(
  document: ApiDocument,
  endpoints: readonly Endpoint[],
  matched: readonly Endpoint[],
): readonly Endpoint[] {
  const folder = serviceOf(document);
  const within = ({ handler }: Endpoint): boolean => handler?.file.startsWith(`${folder}/`) === true;
  if (folder === '' || matched.length === 0) return endpoints;
  return matched.filter(within).length / matched.length >= 0.8 ? endpoints.filter(within) : endpoints;
}

function driftOf(
  document: ApiDocument,
  endpoints: readonly Endpoint[],
  byShape: ReadonlyMap<string, Endpoint>,
): Drift {
  const matches = (prefix: string): number =>
    document.operations.filter(({ method, path }) => byShape.has(shape(method, `${prefix}${path}`))).length;
  const scored = prefixes(endpoints).map((prefix) => ({ prefix, hits: matches(prefix) }));
  const best = scored.reduce((top, each) => (each.hits > top.hits ? each : top), { prefix: '', hits: 0 });
  const documented = new Set(
    document.operations.map(({ method, path }) => shape(method, `${best.prefix}${path}`)),
  );
  const matched = [...byShape].flatMap(([key, endpoint]) => (documented.has(key) ? [endpoint] : []));
  return {
    document,
    prefix: best.prefix,
    both: best.hits,
    undocumented: spokenOf(document, endpoints, matched).filter(
      ({ method, path }) => !documented.has(shape(method, path)),
    ),
    absent: document.operations
      .filter(({ method, path }) => !byShape.has(shape(method, `${best.prefix}${path}`)))
      .map((operation) => ({
        ...operation,
        served: methodsOf(endpoints, `${best.prefix}${operation.path}`),
      })),
    security: document.operations.flatMap(({ method, path, secured, line }) => {
      const endpoint = byShape.get(shape(method, `${best.prefix}${path}`));
      if (endpoint === undefined || secured === undefined || endpoint.access === 'unknown') return [];
      return secured === (endpoint.access === 'guarded') ? [] : [{ endpoint, line, documented: secured }];
    }),
    details: document.operations.flatMap((operation) => {
      const endpoint = byShape.get(shape(operation.method, `${best.prefix}${operation.path}`));
      return endpoint === undefined
        ? []
        : [...parameterDifferences(endpoint, operation), ...statusDifferences(endpoint, operation)];
    }),
  };
}

const methodsOf = (endpoints: readonly Endpoint[], path: string): readonly string[] =>
  endpoints
    .filter((endpoint) => shape('', endpoint.path) === shape('', path))
    .map(({ method }) => method)
    .toSorted();
