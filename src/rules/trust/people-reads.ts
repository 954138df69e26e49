import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query, Table } from '../../model/data.ts';
import { isOfPeople, tableOf } from './owned-records.ts';

/** A statement that takes whole rows of people, for an endpoint that asks for people. */
export interface PeopleRead {
  readonly endpoint: Endpoint;
  readonly query: Query;
  readonly table: Table;
  /** Columns whose names are of the kind that was asked for. */
  readonly columns: readonly string[];
}

/** Whole rows of people that the endpoints read, where their table holds columns of the kind. */
export function peopleReads(
  { api, data }: Backend,
  isMeant: (endpoint: Endpoint) => boolean,
  isKind: (column: string) => boolean,
): readonly PeopleRead[] {
  const endpoints = new Map(
    api.endpoints
      .filter((endpoint) => endpoint.pathResolved && asksForPeople(endpoint.id) && isMeant(endpoint))
      .map((endpoint) => [endpoint.id, endpoint]),
  );
  return data.queries.filter(readsWhole).flatMap((query) => {
    const table = tableOf(data, query.tables[0] ?? '');
    const columns = table?.columns.map(({ name }) => name).filter(isKind) ?? [];
    if (table === undefined || columns.length === 0 || !isOfPeople(table.name)) return [];
    return (query.reachedBy ?? []).flatMap((id) => {
      const endpoint = endpoints.get(id);
      return endpoint === undefined ? [] : [{ endpoint, query, table, columns }];
    });
  });
}

/** One table without a choice of columns that is told, all of its rows or one by something that is no secret. */
const readsWhole = ({ kind, tables, sql }: Query): boolean =>
  kind === 'select' &&
  tables.length === 1 &&
  /^\s*select\s+\*/i.test(sql) &&
  !/where[\s\S]*(token|secret|key|code|hash|password|session)/i.test(sql);

/** The last word of an address says what is asked for; what is asked beside it, e.g. whose a picture is, is not answered. */
export function asksForPeople(id: string): boolean {
  const words = id
    .replace(/\.(php|phtml|jsp|aspx?|do)$/i, '')
    .split(/[/.#]/)
    .filter((each) => !each.startsWith('{') && !beside.test(each));
  return peopleWord.test(words.at(-1) ?? '');
}

/** Versions, ways to ask for more of the same, and by what it is asked for. */
const beside =
  /^(v\d+|_?(debug|all|list|dump|export|index)(\.json)?|(by_?-?)?(id|email|mail|name|user_?name)|one|get|find|search|(full)?_?-?info|details?)$/i;

const peopleWord =
  /^(get|find|list|all|search)?_?-?(users?|people|persons?|accounts?|customers?|members?|employees?|patients?|students?|profiles?|contacts?)(_?-?(list|info|profile|details?|info|by_?\w+|find_?by_?\w+|search_?by_?\w+|search))?$/i;

/** More than a name and an address for mail, which members of a team know of each other. */
export const isConfided = (name: string): boolean =>
  /password|passwd|phone|mobile|\bssn\b|card_?number|iban|birth|salary|^address|street|token|api_?key/i.test(
    name,
  );
