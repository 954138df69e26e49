import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Fault } from '../rule.ts';
import { answeredRecords } from './answered-records.ts';
import { wayOf } from './flow-faults.ts';
import { holdsPeople } from './owned-records.ts';
import type { EndpointAccess } from './owned-records.ts';
import { asksForPeople, isConfided, peopleReads } from './people-reads.ts';

/**
 * Whole rows of people by what the request of a signed-in caller names. Members of a place often see each other: it is
 * told as worth a look where only the statement is known, and as a warning where the row is seen to be answered.
 */
export function readsOfPeople(backend: Backend, signedIn: readonly EndpointAccess[]): readonly Fault[] {
  const reads = signedIn.filter(
    ({ access, endpoint }) =>
      access.action === 'read' && isRead(endpoint) && holdsPeople(backend.data, access.entity),
  );
  const of = new Map(reads.map((each) => [each.endpoint.id, each]));
  const answered = answeredRecords(backend).flatMap(
    ({ endpoint, table, columns, isAll }): readonly Fault[] => {
      const each = of.get(endpoint.id);
      const told = columns.filter(isConfided);
      return each === undefined ||
        isAll ||
        told.length === 0 ||
        !asksForPeople(endpoint.id) ||
        !holdsPeople(backend.data, table)
        ? []
        : [
            {
              ...faultOf(each, table, told, 'and answers them whole'),
              severity: 'warning',
              confidence: 'likely',
            },
          ];
    },
  );
  const read = peopleReads(backend, ({ id }) => of.has(id), isConfided).flatMap(
    ({ endpoint, table, columns }): readonly Fault[] => {
      const each = of.get(endpoint.id);
      return each === undefined ? [] : [faultOf(each, table.name, columns, '')];
    },
  );
  return [...answered, ...read];
}

const isRead = ({ id, method }: Endpoint): boolean => method === 'GET' || id.includes('#Query.');

const faultOf = (
  { endpoint, flow }: EndpointAccess,
  table: string,
  columns: readonly string[],
  answered: string,
): Fault => ({
  subject: `${endpoint.id}: ${table}`,
  severity: 'advice',
  confidence: 'possible',
  what: `${endpoint.id} reads ${table} by ${flow.source.what}, also ${columns.slice(0, 4).join(', ')}, ${answered === '' ? '' : `${answered}, `}and nothing on the way compares them with who is calling.`,
  why:
    answered === ''
      ? 'If the row is answered as it is, whoever is signed in reads what somebody else gave away in confidence by trying other values.'
      : 'Whoever is signed in reads what somebody else gave away in confidence by trying other values.',
  next: 'Look what is answered: compare the row with the caller, or answer only the columns that everybody may see.',
  evidence: wayOf(flow),
});
