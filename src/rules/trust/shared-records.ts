import type { Backend } from '../../model/backend.ts';
import { isAuthorised, tableOf } from './owned-records.ts';
import { isAdministration } from './intent.ts';
import { openOwnedReads } from './owned-reads.ts';

/** What a list leaves out although it reads whole rows. */
const isKept = /secret|private|password|\bssn\b|card_?number|iban|pass_?code|token/i;

/** Nobody means everybody to read these: where a list of them asks for no role, the list is wrong as well. */
const isNeverShared =
  /^(orders?|invoices?|payments?|bookings?|reservations?|wallets?|transactions?|transfers?|prescriptions?|medical_?records?|patients?|salar(y|ies)|payrolls?|loans?|claims?|conversations?|messages?)$/i;

/** Whether any caller reads all records of a table anyway: a catalogue, a feed. Then naming one of them gives nothing away. */
export function isReadByAll(backend: Backend, entity: string): boolean {
  const { api, data, trust } = backend;
  if (isNeverShared.test(entity)) return false;
  const wronglyOpen = new Set(openOwnedReads(backend).map(({ endpoint }) => endpoint.id));
  const endpoints = new Map(api.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const isForAll = (id: string, isPublic: boolean): boolean => {
    const endpoint = endpoints.get(id);
    if (
      endpoint === undefined ||
      wronglyOpen.has(id) ||
      isAdministration(endpoint.path) ||
      isAuthorised(endpoint)
    )
      return false;
    return isPublic ? endpoint.access === 'public' && endpoint.method === 'GET' : endpoint.method === 'GET';
  };
  const table = tableOf(data, entity);
  const isListed = data.queries.some(
    ({ kind, tables, sql, reachedBy = [] }) =>
      kind === 'select' &&
      table !== undefined &&
      !table.columns.some(({ name }) => isKept.test(name)) &&
      tables.length === 1 &&
      tables.some((name) => name === table.name) &&
      !/\bwhere\b|^\s*select\s+(count|sum|avg|min|max)\s*\(/i.test(sql) &&
      reachedBy.some((id) => isForAll(id, false)),
  );
  const isPublic = trust.flows.some(
    ({ kind, access, endpoints: ids }) =>
      kind === 'object-reference' &&
      access?.entity === entity &&
      access.action === 'read' &&
      ids.some((id) => isForAll(id, true)),
  );
  return isListed || isPublic;
}

/** What people write for others, unless a column says that part of it is kept. */
export const isMeantToBeRead = ({ data }: Backend, entity: string): boolean =>
  /(^|_)(articles?|posts?|blogs?|comments?|reviews?|products?|pages?|questions?|answers?|recipes?|topics?|events?|news)$/i.test(
    entity,
  ) && tableOf(data, entity)?.columns.some(({ name }) => isKept.test(name)) !== true;
