import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { answeredRecords } from './answered-records.ts';
import type { AnsweredRecords } from './answered-records.ts';
import { wayOf } from './flow-faults.ts';
import { isAdministration } from './intent.ts';
import { holdsPeople, isChecked, mentionsCaller } from './owned-records.ts';
import { isConfided, peopleReads } from './people-reads.ts';
import type { PeopleRead } from './people-reads.ts';

export const peopleListedToAll: Rule = {
  id: 'people-listed-to-all',
  summary: 'Any signed-in caller reads the records of all people.',
  severity: 'warning',
  standards: ['CWE-862', 'CWE-359', 'API5:2023', 'ASVS-5.0-8.2.1'],
  remedy: {
    title: 'Ask for a role before all people are listed',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the guard away',
  },
  harm: { confidentiality: 'high', integrity: 'none', availability: 'none', privileges: 'low' },
  check: (backend) =>
    bySubject(
      [
        ...answeredRecords(backend)
          .filter((each) => isListed(backend, each))
          .map(fault),
        ...listedReads(backend).map(readFault),
      ],
      ({ subject }) => subject,
    ).map(({ first }) => first),
};

const isListed = (
  { data, trust }: Backend,
  { endpoint, flow, table, isAll, columns }: AnsweredRecords,
): boolean =>
  isAll &&
  holdsPeople(data, table) &&
  columns.some(isConfided) &&
  isSignedIn(endpoint, flow.access?.proven === true) &&
  !isChecked(endpoint, trust.callerChecks ?? []) &&
  !mentionsCaller(endpoint, trust.callerChecks) &&
  !isAdministration(endpoint.path) &&
  !isForDevelopment(endpoint.origin);

const isSignedIn = ({ access }: Endpoint, isProven: boolean): boolean =>
  access === 'guarded' || (access === 'unknown' && isProven);

/** The same by the statement: what of the rows is answered was not followed, so it is told as worth a look. */
const listedReads = (backend: Backend): readonly PeopleRead[] =>
  peopleReads(
    backend,
    (endpoint) =>
      endpoint.access === 'guarded' &&
      endpoint.protocol === 'http' &&
      endpoint.method === 'GET' &&
      !isChecked(endpoint, backend.trust.callerChecks ?? []) &&
      !isAdministration(endpoint.path) &&
      !isForDevelopment(endpoint.origin),
    isConfided,
  ).filter(({ query }) => !/\bwhere\b/i.test(query.sql));

const readFault = ({ endpoint, query, table, columns }: PeopleRead): Fault => ({
  subject: `${endpoint.id}: ${table.name}`,
  severity: 'advice',
  confidence: 'possible',
  what: `${endpoint.id} reads all records of ${table.name}, which hold ${columns.slice(0, 4).join(', ')}, and asks only whether somebody is signed in.`,
  why: 'If they are answered as they are, every customer reads what all others gave away in confidence.',
  next: 'Look what is answered: ask for a role first, or answer only the columns and the people that the caller may see.',
  evidence: [
    { kind: 'read', origin: query.origin },
    { kind: 'read', origin: endpoint.origin },
  ],
});

function fault({ endpoint, flow, table, columns }: AnsweredRecords): Fault {
  return {
    subject: `${endpoint.id}: ${table}`,
    confidence: 'possible',
    what: `${endpoint.id} answers all records of ${table} (${columns.filter(isConfided).slice(0, 4).join(', ')}), and asks only whether somebody is signed in.`,
    why: 'Every customer reads what all others gave away in confidence.',
    next: 'Put the guard before it that asks for the role, or answer only the columns and the people that the caller may see.',
    evidence: wayOf(flow),
  };
}
