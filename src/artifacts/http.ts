import type { Endpoint, Method } from '../model/api.ts';
import { camelCase } from './words.ts';

/** Reason phrases of RFC 9110 and RFC 6585 for the statuses a backend answers with. */
const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const reason = (status: number): string => reasons[status] ?? `Status ${status}`;

export const writes = (method: Method): boolean =>
  method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'DELETE';

/** Names of the `{parameters}` in a path, in order. */
export const pathNames = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);

/** One stable identifier per endpoint, unique in the whole list and safe in URLs and code. */
export function operationIds(endpoints: readonly Endpoint[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const ids = new Map<string, string>();
  for (const endpoint of endpoints) {
    const wish = camelCase(endpoint.operationId ?? `${endpoint.method} ${endpoint.path}`) || 'operation';
    let id = wish;
    for (let count = 2; taken.has(id); count += 1) id = `${wish}${count}`;
    taken.add(id);
    ids.set(endpoint.id, id);
  }
  return ids;
}

/** Media type of a request body; a PATCH is a JSON Merge Patch (RFC 7396): absent = unchanged, null = cleared. */
export const bodyMedia = (method: Method): string =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
