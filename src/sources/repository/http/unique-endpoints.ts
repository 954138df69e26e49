import type { Endpoint } from '../../../model/api.ts';
import { compareText } from '../../order.ts';
import type { OwnedEndpoint } from './endpoints.ts';

/** Endpoints in the order of their paths, each with an id of its own. */
export function uniqueEndpoints(endpoints: readonly OwnedEndpoint[]): readonly Endpoint[] {
  const found = new Map<string, OwnedEndpoint>();
  for (const each of endpoints) add(found, each);
  const unique = [...found.values()].map(({ endpoint }) => endpoint);
  return unique.toSorted(
    (a, b) => compareText(a.path, b.path) || rank(a) - rank(b) || compareText(a.id, b.id),
  );
}

const order: readonly Endpoint['method'][] = [
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'QUERY',
  'ANY',
];

const rank = (endpoint: Endpoint): number => order.indexOf(endpoint.method);

/**
 * The same method and path twice: the same place is one endpoint, unless two services serve it and only one of them
 * guards it. Services are told apart by their file, applications of one file by the place that answers.
 */
function add(found: Map<string, OwnedEndpoint>, { endpoint, owner }: OwnedEndpoint): void {
  const { id, handler, access } = endpoint;
  const place = handler === undefined ? owner : `${handler.file}:${handler.line}`;
  for (const own of [id, `${id} (${owner})`, `${id} (${place})`]) {
    const known = found.get(own);
    if (known === undefined) {
      found.set(own, { endpoint: { ...endpoint, id: own }, owner });
      return;
    }
    const other = known.endpoint;
    const same = other.handler?.file === handler?.file && other.handler?.line === handler?.line;
    const differs = known.owner !== owner && other.access !== access && [other, endpoint].every(isDecided);
    if (same && !differs) return;
  }
}

const isDecided = ({ access }: Endpoint): boolean => access !== 'unknown';
