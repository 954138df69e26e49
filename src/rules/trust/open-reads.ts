import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { isForDevelopment } from '../places.ts';
import { isForAnyone } from './intent.ts';
import { isConfided, asksForPeople } from './people-reads.ts';
import { isPrivateColumn } from './answered-records.ts';
import { accessesOf, holdsPeople, namesOwner, tableOf } from './owned-records.ts';
import type { EndpointAccess } from './owned-records.ts';
import { ownerOfRecord, storedOf } from './owners-by-use.ts';
import { isMeantToBeRead } from './shared-records.ts';

/** Reads by what a request names, for callers who were asked nothing, as flows tell them. */
const openReads = (backend: Backend): readonly EndpointAccess[] =>
  accessesOf(backend, 'object-reference').filter(
    ({ endpoint, access }) => access.action === 'read' && access.entity !== '' && isOpen(endpoint),
  );

const isOpen = ({ access, id, method, path, protocol, origin }: Endpoint): boolean =>
  access === 'public' &&
  (id.includes('#Query.') ||
    (protocol === 'http' &&
      method === 'GET' &&
      !isForAnyone(path.replaceAll(/\/search(?=\/|$)/gi, '')) &&
      !isGiven.test(path))) &&
  !isForDevelopment(origin);

/** What is asked for by those who were given a link, or by a name that cannot be guessed. */
const isGiven =
  /(^|[/_-])(public|shared?|webhook|track|status|guest|embed|unsubscribe)([/_-]|$)|\{\w*(token|secret|code|hash|key|uuid|guid|slug)\w*\}/i;

/** Records of people that an address gives to anybody who asks for people. */
export const openPeople = (backend: Backend): readonly EndpointAccess[] =>
  openReads(backend).filter(
    ({ endpoint, access }) =>
      holdsPeople(backend.data, access.entity) &&
      asksForPeople(endpoint.id) &&
      isPrivate(backend, access.entity) &&
      !choosesColumns(backend, endpoint, access.entity),
  );

/** Where nothing tells the columns, people have something to hide. */
function isPrivate(backend: Backend, entity: string): boolean {
  const columns =
    tableOf(backend.data, entity)?.columns.map(({ name }) => name) ??
    storedOf(backend, entity)?.columns ??
    [];
  return columns.length < 3 || columns.some((name) => isPrivateColumn(name) || isConfided(name));
}

/** The statement of the endpoint takes some columns only. */
const choosesColumns = ({ data }: Backend, { id }: Endpoint, entity: string): boolean =>
  data.queries.some(
    ({ kind, tables, sql, reachedBy = [] }) =>
      kind === 'select' &&
      reachedBy.includes(id) &&
      tables.some(
        (name) => tableOf(data, name) !== undefined && tableOf(data, name) === tableOf(data, entity),
      ) &&
      !/^\s*select\s+\*/i.test(sql),
  );

/** Things that nobody shows to everybody. */
const isKept =
  /(^|_)(orders?|vehicles?|invoices?|payments?|bookings?|reservations?|wallets?|transactions?|transfers?|bank_?accounts?|balances?|cards?|credit_?cards?|notes?|memos?|messages?|mails?|inbox(es)?|chats?|conversations?|pass_?phrases?|secrets?|credentials?|passwords?|appointments?|prescriptions?|medical_?records?|records?|allocations?|contributions?|claims?|loans?|contracts?|salar(y|ies)|payrolls?|subscriptions?|notifications?|address(es)?|purchases?|tasks?|todos?)$/i;

export interface OpenOwned extends EndpointAccess {
  /** Why they are somebody's, in words. */
  readonly owned: string;
}

/** Columns that nobody shows to everybody. */
const holdsSecrets = /secret|private|\bssn\b|card_?number|iban|salary|diagnos|balance/i;

/** What its owner publishes. */
const isPublished = /public|publish|visib|shared/i;

/** Records of somebody, of a kind that is private, which an address gives to anybody. */
export const openOwned = (backend: Backend): readonly OpenOwned[] =>
  openReads(backend).flatMap((each): readonly OpenOwned[] => {
    const { entity, key } = each.access;
    const words = entity.replaceAll(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_');
    const columns = tableOf(backend.data, entity)?.columns.map(({ name }) => name) ?? [];
    if (holdsPeople(backend.data, entity) || columns.some((name) => isPublished.test(name))) return [];
    if (!isKept.test(words) && !columns.some((name) => holdsSecrets.test(name))) return [];
    if (isMeantToBeRead(backend, entity)) return [];
    const owner = ownerOfRecord(backend, entity, 'read');
    if (namesOwner(key)) return [{ ...each, owned: `the request says whose they are (${key})` }];
    return owner === undefined ? [] : [{ ...each, owned: `${owner} says whose they are` }];
  });
