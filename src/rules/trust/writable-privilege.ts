import { bySubject } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { wayOf } from './flow-faults.ts';
import { accessesOf, isAuthorised } from './owned-records.ts';
import type { EndpointAccess } from './owned-records.ts';

export const writablePrivilege: Rule = {
  id: 'writable-privilege',
  summary: 'A request sets what its sender may do.',
  severity: 'blocker',
  standards: ['CWE-269', 'CWE-915', 'API3:2023', 'ASVS-5.0-8.2.3'],
  remedy: {
    title: 'Take roles and flags from the server',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'read the field from the request again',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'low', privileges: 'low' },
  check: (backend) =>
    bySubject(
      accessesOf(backend, 'privilege-field').filter(
        ({ endpoint }) =>
          (endpoint.access !== 'unknown' || signsUp.test(endpoint.path)) &&
          !isAuthorised(endpoint, backend.trust.callerChecks),
      ),
      ({ endpoint, access }) => `${endpoint.id}: ${access.key}`,
    ).map(fault),
};

/** Whoever signs up is nobody yet, whatever the code sends them to afterwards. */
const signsUp = /(^|[/_.-])(register|registration|sign-?up|join|create-?account)([/_.-]|$)/i;

function fault({ subject, first }: Together<EndpointAccess>): Fault {
  const { endpoint, flow, access } = first;
  const who = endpoint.access === 'guarded' ? 'Whoever is signed in' : 'Anybody';
  return {
    subject,
    confidence: 'likely',
    what: `${endpoint.id} stores ${access.key} as the request gives it (${flow.source.what}), and asks for no role first.`,
    why: `${who} gives themselves more rights by one field of a request.`,
    next: 'Set it on the server, and let only those change it who hold that right already.',
    evidence: wayOf(flow),
  };
}
