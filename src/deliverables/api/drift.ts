import type { ApiDocument, Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { parameterDifferences, statusDifferences } from './drift-details.ts';
import type { Difference, Documented } from './drift-details.ts';
import { loosely, nearness, placingOf, shape, spokenOf } from './drift-scope.ts';

/** Where code (or design) and a committed document say different things. */
export interface Drift {
  readonly document: ApiDocument;
  /** Other documents that say the same, in another format or folder. */
  readonly twins: readonly string[];
  /** Prefix under which the paths of the document are served, found by which one matches most. */
  readonly prefix: string;
  readonly both: number;
  /** Nothing it names was found in the code: it speaks of another API, or no operation at all. Nothing is compared. */
  readonly unrelated: boolean;
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

/** Compares every OpenAPI document of the backend with its resolved HTTP endpoints. */
export function drifts({ api, source }: Backend): readonly Drift[] {
  const resolved = api.endpoints.filter(({ protocol, pathResolved }) => protocol === 'http' && pathResolved);
  const endpoints = resolved.filter(({ method }) => method !== 'ANY');
  // Whatever such a path is asked for, it is answered; what it reads for which method is not known.
  const anyMethod = new Set(
    resolved.flatMap(({ method, path }) => (method === 'ANY' ? [shape('', path)] : [])),
  );
  return distinct(api.documents.filter(({ kind }) => kind === 'openapi')).map(([document, twins]) => {
    const near = endpoints.toSorted((a, b) => nearness(a, document) - nearness(b, document));
    // Of several services that serve the same path the last one stays, which is the nearest.
    const byShape = new Map(near.map((endpoint) => [shape(endpoint.method, endpoint.path), endpoint]));
    return driftOf(document, twins, { endpoints, byShape, anyMethod, recovered: source === 'recovered' });
  });
}

type Told = readonly [document: ApiDocument, twins: readonly string[]];

/** One document in two formats is compared once. */
function distinct(documents: readonly ApiDocument[]): readonly Told[] {
  const bySaying = new Map<string, Told>();
  for (const document of documents) {
    const key = JSON.stringify(document.operations.map(sayingOf).toSorted());
    const [first, twins] = bySaying.get(key) ?? [document, []];
    bySaying.set(key, first === document ? [document, []] : [first, [...twins, document.path]]);
  }
  return [...bySaying.values()];
}

/** What an operation says, wherever it stands. */
const sayingOf = ({ method, path, secured, statuses, parameters = [] }: Documented): string =>
  JSON.stringify([
    method,
    path,
    secured,
    statuses,
    parameters.map(({ name, in: place, required }) => `${place} ${name} ${String(required)}`).toSorted(),
  ]);

interface Code {
  readonly endpoints: readonly Endpoint[];
  readonly byShape: ReadonlyMap<string, Endpoint>;
  /** Paths that are served whatever the method is. */
  readonly anyMethod: ReadonlySet<string>;
  readonly recovered: boolean;
}

function driftOf(document: ApiDocument, twins: readonly string[], code: Code): Drift {
  const { endpoints, byShape, anyMethod, recovered } = code;
  const isServed = (method: string, path: string): boolean =>
    byShape.has(shape(method, path)) || anyMethod.has(shape('', path));
  const { prefix, scope, both, served } = placingOf(document, endpoints, isServed);
  const common = { document, twins, prefix, both };
  const unrelated = recovered && both === 0;
  if (unrelated) return { ...common, unrelated, undocumented: [], absent: [], security: [], details: [] };
  const at = ({ method, path }: Documented): Endpoint | undefined => byShape.get(shape(method, served(path)));
  const documented = new Set(document.operations.map(({ method, path }) => shape(method, served(path))));
  const matched = [...byShape].flatMap(([key, endpoint]) => (documented.has(key) ? [endpoint] : []));
  const alone = endpoints.filter(({ method, path }) => !documented.has(shape(method, path)));
  const kin = loosely(
    document.operations.filter(({ method, path }) => !isServed(method, served(path))),
    alone,
    served,
  );
  const of = new Set(spokenOf(document, alone, matched, scope));
  const pairs = document.operations.flatMap((operation) => {
    const endpoint = at(operation);
    return endpoint === undefined ? [] : [{ operation, endpoint }];
  });
  const namesFailures = document.operations.some(({ statuses = [] }) =>
    statuses.some((status) => status >= 500),
  );
  return {
    ...common,
    unrelated,
    undocumented: alone.filter((endpoint) => of.has(endpoint) && !kin.endpoints.has(endpoint)),
    absent: document.operations
      .filter(
        (operation) => !isServed(operation.method, served(operation.path)) && !kin.operations.has(operation),
      )
      .map((operation) => ({ ...operation, served: methodsOf(endpoints, served(operation.path)) })),
    security: accessDifferences(document, pairs),
    details: pairs.flatMap(({ endpoint, operation }) => [
      ...parameterDifferences(endpoint, operation),
      ...statusDifferences(endpoint, operation, namesFailures),
    ]),
  };
}

interface Pair {
  readonly endpoint: Endpoint;
  readonly operation: Documented;
}

/** A document that asks for security nowhere says nothing of who may call. */
function accessDifferences({ operations }: ApiDocument, pairs: readonly Pair[]): Drift['security'] {
  const speaks = operations.some(({ secured }) => secured === true);
  return pairs.flatMap(({ endpoint, operation }) => {
    const { secured, line } = operation;
    if (secured === undefined || endpoint.access === 'unknown') return [];
    if (secured === (endpoint.access === 'guarded')) return [];
    if (!secured && (!speaks || showsCredential(endpoint, operation))) return [];
    return [{ endpoint, line, documented: secured }];
  });
}

/**
 * What is checked is a parameter that the document names: the token of a link, the secret of a sign-in. Security
 * requirements cannot say that.
 */
function showsCredential({ guards, path }: Endpoint, { parameters = [] }: Documented): boolean {
  const letters = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  const named = [
    ...parameters.map(({ name }) => letters(name)),
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => letters(name)),
  ].filter((name) => name.length >= 3);
  const checks = guards.filter(({ kind }) => kind === 'authentication' || kind === 'authorisation');
  return (
    checks.length > 0 && checks.every((guard) => named.some((name) => letters(guard.name).endsWith(name)))
  );
}

const methodsOf = (endpoints: readonly Endpoint[], path: string): readonly string[] =>
  endpoints
    .filter((endpoint) => shape('', endpoint.path) === shape('', path))
    .map(({ method }) => method)
    .toSorted();
