import type { ApiDocument, Endpoint } from '../../model/api.ts';
import type { Fault, Rule } from '../rule.ts';
import { endpointKey } from './endpoint-key.ts';

export const undocumentedEndpoint: Rule = {
  id: 'undocumented-endpoint',
  summary: 'An endpoint is missing in the committed API document.',
  severity: 'advice',
  standards: ['API9:2023', 'CWE-1059'],
  remedy: {
    title: 'Document the endpoint',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'remove the entry',
  },
  check: ({ api }) => {
    const documents = api.documents.filter(
      ({ kind, operations }) => kind === 'openapi' && operations.length > 0,
    );
    if (documents.length === 0) return [];
    const told = new Set(
      documents.flatMap(({ operations }) => operations.map(({ method, path }) => endpointKey(method, path))),
    );
    const described = api.endpoints.filter(isComparable);
    if (!described.some(({ method, path }) => told.has(endpointKey(method, path)))) return [];
    return described
      .filter(({ method, path }) => !told.has(endpointKey(method, path)))
      .map((endpoint) => fault(endpoint, documents));
  },
};

const isComparable = ({ protocol, pathResolved, method }: Endpoint): boolean =>
  protocol === 'http' && pathResolved && method !== 'ANY' && method !== 'HEAD' && method !== 'OPTIONS';

function fault(endpoint: Endpoint, documents: readonly ApiDocument[]): Fault {
  return {
    subject: endpoint.id,
    confidence: 'certain',
    what: `${endpoint.id} stands in the code, not in ${documents.map(({ path }) => path).join(', ')}.`,
    why: 'What is not in the document is tested by nobody, guarded by no gateway rule and changed without notice.',
    next: 'Add it to the document, or remove it if nobody needs it.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
  };
}
