import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query, Table } from '../../model/data.ts';
import { isAdministration } from './intent.ts';
import { belongs, isOfPeople, ownerOf, tableOf } from './owned-records.ts';

/** A read of records of somebody that asks nobody who they are, beside one that asks. */
export interface OwnedRead {
  readonly endpoint: Endpoint;
  readonly query: Query;
  readonly table: Table;
  readonly owner: string;
  /** Reads them by their owner, or changes them, for a caller who is signed in. */
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
    if (!belongs.test(table.name) || isOfPeople(table.name) || isMeantForAll(table)) return [];
    const owner = ownerOf(data, table.name, 'read');
    if (owner === undefined || owner.includes('.')) return [];
    const queries = data.queries.filter((query) => isOf(query, table, data));
    const open = queries.flatMap((query) =>
      byOwner(query.sql, owner)
        ? []
        : reading(query, 'public')
            .filter(({ path }) => asksFor(path, table))
            .map((endpoint) => ({ endpoint, query })),
    );
    // What several open to everybody is meant to be open.
    const addresses = new Set(open.map(({ endpoint }) => endpoint.handler?.line ?? endpoint.id));
    if (addresses.size !== 1) return [];
    const byOwners = queries
      .filter(({ sql }) => byOwner(sql, owner))
      .flatMap((query) => reading(query, 'guarded'))[0];
    return open.flatMap((each) => {
      const guarded = byOwners ?? api.endpoints.find((other) => isBeside(other, each.endpoint));
      return guarded === undefined ? [] : [{ ...each, table, owner, guarded }];
    });
  });
}

/** What is published or shared by its owner. */
const isMeantForAll = ({ columns }: Table): boolean =>
  columns.some(({ name }) => /public|publish|visib|shared|slug/i.test(name));

/** The same address, which asks who is calling where something is changed. */
const isBeside = ({ path, access }: Endpoint, read: Endpoint): boolean =>
  access === 'guarded' && path === read.path;

const isRead = ({ method, protocol, path, pathResolved }: Endpoint): boolean =>
  protocol === 'http' && method === 'GET' && pathResolved && !isAdministration(path);

/** What is looked up beside what an address asks for is not answered. */
const asksFor = (path: string, { name }: Table): boolean => {
  const words = name.toLowerCase().split('_');
  return path
    .toLowerCase()
    .split(/[/_-]/)
    .some((part) => words.some((word) => part === word || part === `${word}s` || `${part}s` === word));
};

const isOf = ({ kind, tables, sql }: Query, table: Table, data: Backend['data']): boolean =>
  kind === 'select' &&
  tables.length === 1 &&
  tableOf(data, tables[0] ?? '')?.name === table.name &&
  /^\s*select\s+\*/i.test(sql) &&
  !/where[\s\S]*(token|secret|key|code|hash|password|session|slug|uuid)/i.test(sql);

const byOwner = (sql: string, owner: string): boolean =>
  new RegExp(`\\bwhere\\b[\\s\\S]*\\b${owner.replace(/_id$/, '')}(_id)?\\b`, 'i').test(sql);
