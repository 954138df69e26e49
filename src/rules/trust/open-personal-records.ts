import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query, Table } from '../../model/data.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isForAnyone, isSignUp } from './intent.ts';
import { answeredRecords, isPrivateColumn } from './answered-records.ts';
import type { AnsweredRecords } from './answered-records.ts';
import { wayOf } from './flow-faults.ts';
import { knowsCallers } from './knows-callers.ts';
import { holdsPeople, isOfPeople, tableOf } from './owned-records.ts';

export const openPersonalRecords: Rule = {
  id: 'open-personal-records',
  summary: 'Records of people are read by an endpoint that asks nobody who they are.',
  severity: 'warning',
  standards: ['CWE-306', 'CWE-359', 'API2:2023', 'API3:2023'],
  remedy: {
    title: 'Ask who is calling before records of people are read',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'remove the guard',
  },
  harm: { confidentiality: 'high', integrity: 'none', availability: 'none', privileges: 'none' },
  check: (backend) =>
    knowsCallers(backend)
      ? oneEach([
          ...bySubject(
            openReads(backend),
            ({ endpoint, table }) => `${placeOf(endpoint)}: ${table.name}`,
          ).map(({ first }) => fault(first)),
          ...bySubject(openAnswers(backend), ({ endpoint, table }) => `${endpoint.id}: ${table}`).map(
            ({ first }) => answerFault(first),
          ),
        ])
      : [],
};

/** A resolver that several routes of one graph serve is one. */
const placeOf = ({ id, protocol, handler }: Endpoint): string =>
  protocol !== 'graphql' || handler === undefined ? id : `${handler.file}:${handler.line}`;

interface OpenRead {
  readonly endpoint: Endpoint;
  readonly query: Query;
  readonly table: Table;
  readonly columns: readonly string[];
}

function openReads({ api, data }: Backend): readonly OpenRead[] {
  const open = new Map(api.endpoints.filter(isOpen).map((endpoint) => [endpoint.id, endpoint]));
  return data.queries.filter(readsWhole).flatMap((query) => {
    const table = tableOf(data, query.tables[0] ?? '');
    const columns = table?.columns.map(({ name }) => name).filter(isPrivateColumn) ?? [];
    if (table === undefined || columns.length === 0 || !isOfPeople(table.name)) return [];
    return (query.reachedBy ?? []).flatMap((id) => {
      const endpoint = open.get(id);
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

/** Reads that anybody may make; a GET, or a query of GraphQL whose access is known. */
const isOpen = ({ access, id, method, path, pathResolved, protocol, origin }: Endpoint): boolean =>
  access === 'public' &&
  pathResolved &&
  (id.includes('#Query.') || (protocol === 'http' && method === 'GET' && !isForAnyone(path))) &&
  asksForPeople(id) &&
  !signingIn.test(id) &&
  !isSignUp(method, path) &&
  !isForDevelopment(origin);

/** The last word of an address says what is asked for; what is asked beside it, e.g. whose a picture is, is not answered. */
function asksForPeople(id: string): boolean {
  const words = id.split(/[/.#]/).filter((each) => !each.startsWith('{') && !beside.test(each));
  return peopleWord.test(words.at(-1) ?? '');
}

/** Versions, and ways to ask for more of the same. */
const beside = /^(v\d+|_?(debug|all|list|dump|export|index)(\.json)?)$/i;

const peopleWord =
  /^(get|find|list|all|search)?_?-?(users?|people|persons?|accounts?|customers?|members?|employees?|patients?|students?|profiles?|contacts?)(_?-?(list|details?|info|by_?\w+|find_?by_?\w+|search_?by_?\w+|search))?$/i;

/** What two ways of reading tell of the same endpoint is told once. */
const oneEach = (faults: readonly Fault[]): readonly Fault[] =>
  bySubject(faults, ({ subject }) => subject).map(({ first }) => first);

/** All records of a table that an answer to anybody holds, of people or of where they were. */
const openAnswers = (backend: Backend): readonly AnsweredRecords[] =>
  answeredRecords(backend).filter(
    ({ endpoint, isAll, table, columns }) =>
      isAll &&
      endpoint.access === 'public' &&
      !isForDevelopment(endpoint.origin) &&
      ((holdsPeople(backend.data, table) && columns.some(isPrivateColumn)) || tellsWhere(columns)),
  );

const tellsWhere = (columns: readonly string[]): boolean =>
  columns.some((name) => /^(lat|latitude)$/i.test(name)) &&
  columns.some((name) => /^(user_?name|user_?id|device_?id)$/i.test(name));

const answerFault = ({ endpoint, flow, table, columns }: AnsweredRecords): Fault => ({
  subject: `${endpoint.id}: ${table}`,
  confidence: 'likely',
  what: `${endpoint.id} asks nobody who they are and answers all records of ${table}, which hold ${columns
    .filter((name) => isPrivateColumn(name) || /^(lat|lon|device_?id)/i.test(name))
    .slice(0, 4)
    .join(', ')}.`,
  why: 'Whoever finds the address collects what people gave away in confidence.',
  next: 'Put a guard before it; where it is meant for everybody, select only the columns that everybody may see.',
  evidence: wayOf(flow),
});

const signingIn =
  /log-?in|sign-?(in|up|on)|auth|register|reset|forgot|verif|confirm|activat|invit|token|setup|install|exists|available|callback/i;

const fault = ({ endpoint, query, table, columns }: OpenRead): Fault => ({
  subject: `${endpoint.id}: ${table.name}`,
  confidence: 'possible',
  what: `${endpoint.id} asks nobody who they are and reads records of ${table.name}, which hold ${columns.slice(0, 4).join(', ')}.`,
  why: 'Whoever finds the address collects what people gave away in confidence; names and numbers to ask for are guessed or counted up.',
  next: 'Put a guard before it and compare the caller with the record; where it is meant for everybody, select only the columns that everybody may see.',
  evidence: [
    { kind: 'read', origin: query.origin },
    { kind: 'read', origin: endpoint.origin },
  ],
});
