import type { ApiDocument, Endpoint } from '../../model/api.ts';
import { answersFor, isComparable } from '../../model/comparable-endpoints.ts';

type Operation = ApiDocument['operations'][number];

/** `GET /a/{}`: names of parameters, a closing slash and the case of the method make no difference. */
export const shape = (method: string, path: string): string =>
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

/** Where the paths of a document are served: with a prefix it leaves out, or without the path of its server. */
export interface Placing {
  readonly prefix: string;
  /** What all paths begin with; nothing else is spoken of. */
  readonly scope: string;
  readonly both: number;
  readonly served: (path: string) => string;
}

/** The placing under which most operations are found. A gateway may take the path of the server off. */
export function placingOf(
  document: ApiDocument,
  endpoints: readonly Endpoint[],
  isServed: (method: string, path: string) => boolean,
): Placing {
  const base = document.base ?? '';
  const placings = [...new Set([base, ''])].flatMap((kept) =>
    prefixes(endpoints).map((prefix): Placing => {
      const served = (path: string): string =>
        `${prefix}${kept === base ? path : path.slice(base.length) || '/'}`;
      const both = document.operations.filter(({ method, path }) => isServed(method, served(path)));
      return { prefix, scope: `${prefix}${kept}`, both: both.length, served };
    }),
  );
  const [first] = placings;
  return placings.reduce(
    (top, each) => (each.both > top.both ? each : top),
    first ?? { prefix: '', scope: '', both: 0, served: (path) => path },
  );
}

/** Folders that a document and the code of an endpoint have in common. */
export function nearness({ handler }: Endpoint, document: ApiDocument): number {
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
 * Endpoints that a document could speak of: those below the path of its server; and where nearly all it names are code
 * of its own service, those of that service: the others have documents of their own, or none.
 */
export function spokenOf(
  document: ApiDocument,
  endpoints: readonly Endpoint[],
  matched: readonly Endpoint[],
  scope: string,
): readonly Endpoint[] {
  const below = endpoints.filter(
    (endpoint) =>
      isComparable(endpoint) &&
      (scope === '' || endpoint.path === scope || endpoint.path.startsWith(`${scope}/`)),
  );
  const folder = serviceOf(document);
  const within = ({ handler }: Endpoint): boolean => handler?.file.startsWith(`${folder}/`) === true;
  if (folder === '' || matched.length === 0) return below;
  return matched.filter(within).length / matched.length >= 0.8 ? below.filter(within) : below;
}

/** What operations without an exact counterpart and endpoints that leave parts open, or name them, have to do with each other. */
export function loosely(
  unmatched: readonly Operation[],
  endpoints: readonly Endpoint[],
  served: Placing['served'],
): { readonly operations: ReadonlySet<Operation>; readonly endpoints: ReadonlySet<Endpoint> } {
  const operations = new Set<Operation>();
  const kin = new Set<Endpoint>();
  for (const operation of unmatched)
    for (const endpoint of endpoints)
      if (
        endpoint.method === operation.method.toUpperCase() &&
        answersFor(endpoint.path, served(operation.path))
      ) {
        operations.add(operation);
        kin.add(endpoint);
      }
  return { operations, endpoints: kin };
}
