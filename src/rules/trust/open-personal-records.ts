import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isForAnyone, isSignUp } from './intent.ts';
import { answeredRecords, isPrivateColumn } from './answered-records.ts';
import type { AnsweredRecords } from './answered-records.ts';
import { wayOf } from './flow-faults.ts';
import { knowsCallers } from './knows-callers.ts';
import { openPeople } from './open-reads.ts';
import { holdsPeople, isChecked, tableOf } from './owned-records.ts';
import type { EndpointAccess } from './owned-records.ts';
import { peopleReads } from './people-reads.ts';
import type { PeopleRead } from './people-reads.ts';

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
          ...bySubject(openPeople(backend), ({ endpoint }) => placeOf(endpoint)).map(({ first }) =>
            namedFault(backend, first),
          ),
        ])
      : [],
};

/** A resolver that several routes of one graph serve is one. */
const placeOf = ({ id, protocol, handler }: Endpoint): string =>
  protocol !== 'graphql' || handler === undefined ? id : `${handler.file}:${handler.line}`;

const openReads = (backend: Backend): readonly PeopleRead[] => peopleReads(backend, isOpen, isPrivateColumn);

/** Reads that anybody may make; a GET, or a query of GraphQL whose access is known. */
const isOpen = ({ access, id, method, path, protocol, origin }: Endpoint): boolean =>
  access === 'public' &&
  (id.includes('#Query.') || (protocol === 'http' && method === 'GET' && !isForAnyone(path))) &&
  !signingIn.test(id) &&
  !isSignUp(method, path) &&
  !isForDevelopment(origin);

/** What two ways of reading tell of the same endpoint is told once. */
const oneEach = (faults: readonly Fault[]): readonly Fault[] =>
  bySubject(faults, ({ subject }) => subject).map(({ first }) => first);

/** All records of a table that an answer to anybody holds, of people or of where they were. */
const openAnswers = (backend: Backend): readonly AnsweredRecords[] =>
  answeredRecords(backend).filter(
    ({ endpoint, isAll, table, columns }) =>
      isAll &&
      endpoint.access === 'public' &&
      !isChecked(endpoint, backend.trust.callerChecks ?? []) &&
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

const namedFault = ({ data }: Backend, { endpoint, flow, access }: EndpointAccess): Fault => ({
  // By the name of the table where there is one, as the statements tell it.
  subject: `${endpoint.id}: ${tableOf(data, access.entity)?.name ?? access.entity}`,
  confidence: 'possible',
  what: `${endpoint.id} asks nobody who they are and reads records of ${access.entity} by ${flow.source.what}.`,
  why: 'Whoever finds the address collects what people gave away in confidence; names and numbers to ask for are guessed or counted up.',
  next: 'Put a guard before it and compare the caller with the record; where it is meant for everybody, select only the columns that everybody may see.',
  evidence: wayOf(flow),
});

const signingIn =
  /log-?in|sign-?(in|up|on)|auth|register|reset|forgot|verif|confirm|activat|invit|token|setup|install|exists|available|callback/i;

const fault = ({ endpoint, query, table, columns }: PeopleRead): Fault => ({
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
