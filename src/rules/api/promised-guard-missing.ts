import type { ApiDocument, Endpoint } from '../../model/api.ts';
import type { Fault, Rule } from '../rule.ts';
import { endpointKey } from './endpoint-key.ts';

export const promisedGuardMissing: Rule = {
  id: 'promised-guard-missing',
  summary: 'The API document says an endpoint is secured, the code leaves it open.',
  severity: 'warning',
  standards: ['API2:2023', 'CWE-306'],
  remedy: {
    title: 'Guard the endpoint as documented',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'remove the guard',
  },
  check: ({ api }) =>
    api.documents.flatMap((document) =>
      document.operations
        .filter(({ secured }) => secured === true)
        .flatMap(({ method, path, line }) =>
          api.endpoints
            .filter(
              (endpoint) =>
                endpoint.access === 'public' &&
                endpoint.pathResolved &&
                endpointKey(endpoint.method, endpoint.path) === endpointKey(method, path),
            )
            .map((endpoint) => fault(endpoint, document, line)),
        ),
    ),
};

function fault(endpoint: Endpoint, document: ApiDocument, line: number): Fault {
  return {
    subject: endpoint.id,
    confidence: 'likely',
    what: `${document.path} secures ${endpoint.id}, but no guard stands before its handler.`,
    why: 'Readers of the document, gateways and auditors take it for protected.',
    next: 'Add the guard its neighbours have; if it is open by design, say security: [] in the document.',
    evidence: [
      { kind: 'read', origin: endpoint.origin },
      { kind: 'read', origin: { kind: 'read', file: document.path, line } },
    ],
  };
}
