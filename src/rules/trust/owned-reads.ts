import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query, Table } from '../../model/data.ts';
import { isAdministration } from './intent.ts';
import { isOfPeople, ownerOf, tableOf } from './owned-records.ts';

/** A read of records of somebody that asks nobody who they are, beside one that asks. */
export interface OwnedRead {
  readonly endpoint: Endpoint;
  readonly query: Query;
  readonly table: Table;
  readonly owner: string;
  /** Reads them by their owner, for a caller who is signed in. */
  readonly guarded: Endpoint;
}

const known = new WeakMap<Backend, readonly OwnedRead[]>();

/** Looked for once for all rules. */
export function openOwnedReads(backend: Backend): readonly OwnedRead[] {
  const before = known.get(backend);
  if (before !== undefined) return before;
  const found = lookedFor(backend);
  known.set(backend, found);
  return found;
}

function lookedFor({ api, data }: Backend): readonly OwnedRead[] {
  const endpoints = new Map(api.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const reading = (query: Query, access: Endpoint['access']): readonly Endpoint[] =>
    (query.reachedBy ?? []).flatMap((id) => {
      const endpoint = endpoints.get(id);
      return endpoint?.access === access && isRead(endpoint) ? [endpoint] : [];
    });
  return data.tables.flatMap((table): readonly OwnedRead[] => {
    const owner = isMeantForAll(table) ? undefined : ownerOf(data, table.name, 'read');
    if (owner === undefined || owner.includes('.') || isOfPeople(table.name)) return [];
    const queries = data.queries.filter((query) => isOf(query, table, data));
    const guarded = queries
      .filter(({ sql }) => byOwner(sql, owner))
      .flatMap((query) => reading(query, 'guarded'))[0];
    const open = queries.flatMap((query) =>
      byOwner(query.sql, owner) ? [] : reading(query, 'public').map((endpoint) => ({ endpoint, query })),
    );
    // What several open to everybody is meant to be open.
    const addresses = new Set(open.map(({ endpoint }) => endpoint.handler?.line ?? endpoint.id));
    if (guarded === undefined || addresses.size !== 1) return [];
    return open.map((each) => ({ ...each, table, owner, guarded }));
  });
}

/** Columns and names of what is shown to everybody: posts, products, what is published or shared. */
const isMeantForAll = ({ name, columns }: Table): boolean =>
  /post|article|blog|product|item|listing|review|comment|photo|image|video|recipe|event|page|page_?view|like|follow|tag|categor|vote|answer|question|link|share|poll|project|repo/i.test(
    name,
  ) || columns.some((column) => /public|publish|visib|shared|slug|private/i.test(column.name));

const isRead = ({ method, protocol, path, pathResolved }: Endpoint): boolean =>
  protocol === 'http' && method === 'GET' && pathResolved && !isAdministration(path);

const isOf = ({ kind, tables, sql }: Query, table: Table, data: Backend['data']): boolean =>
  kind === 'select' &&
  tables.length === 1 &&
  tableOf(data, tables[0] ?? '')?.name === table.name &&
  /^\s*select\s+\*/i.test(sql) &&
  !/where[\s\S]*(token|secret|key|code|hash|password|session|slug|uuid)/i.test(sql);

const byOwner = (sql: string, owner: string): boolean =>
  new RegExp(`\\bwhere\\b[\\s\\S]*\\b${owner.replace(/_id$/, '')}(_id)?\\b`, 'i').test(sql);
