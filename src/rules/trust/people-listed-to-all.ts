import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { answeredRecords } from './answered-records.ts';
import type { AnsweredRecords } from './answered-records.ts';
import { wayOf } from './flow-faults.ts';
import { isAdministration } from './intent.ts';
import { holdsPeople, isAuthorised, mentionsCaller } from './owned-records.ts';

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
      answeredRecords(backend).filter((each) => isListed(backend, each)),
      ({ endpoint, table }) => `${endpoint.id}: ${table}`,
    ).map(({ first }) => fault(first)),
};

const isListed = (
  { data, trust }: Backend,
  { endpoint, flow, table, isAll, columns }: AnsweredRecords,
): boolean =>
  isAll &&
  holdsPeople(data, table) &&
  columns.some(isConfided) &&
  isSignedIn(endpoint, flow.access?.proven === true) &&
  !isAuthorised(endpoint, trust.callerChecks) &&
  !mentionsCaller(endpoint, trust.callerChecks) &&
  !isAdministration(endpoint.path) &&
  !isForDevelopment(endpoint.origin);

const isSignedIn = ({ access }: Endpoint, isProven: boolean): boolean =>
  access === 'guarded' || (access === 'unknown' && isProven);

/** More than a name and an address for mail, which members of a team know of each other. */
const isConfided = (name: string): boolean =>
  /password|passwd|phone|mobile|\bssn\b|card_?number|iban|birth|salary|^address|street|token|api_?key/i.test(
    name,
  );

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
