import type { ApiDocument, Endpoint } from '../../model/api.ts';
import { bySubject, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { answersFor, isComparable } from '../../model/comparable-endpoints.ts';
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
    const told = new Set(
      documents.flatMap(({ operations }) => operations.map(({ method, path }) => endpointKey(method, path))),
    );
    const areas = new Set(documents.flatMap(({ operations }) => operations.map(({ path }) => areaOf(path))));
    const described = api.endpoints.filter(isComparable);
    if (!described.some(({ method, path }) => told.has(endpointKey(method, path)))) return [];
    const built = new Set(described.map(({ method, path }) => endpointKey(method, path)));
    const unbuilt = documents
      .flatMap(({ operations }) => operations)
      .filter(({ method, path }) => !built.has(endpointKey(method, path)));
    const missing = described.filter(
      ({ method, path }) =>
        !told.has(endpointKey(method, path)) &&
        areas.has(areaOf(path)) &&
        !unbuilt.some((each) => each.method.toUpperCase() === method && answersFor(path, each.path)),
    );
    const groups = bySubject(missing, ({ path }) => areaOf(path));
    return groups.flatMap((group) =>
      group.all.length > 3
        ? [areaFault(group, documents)]
        : group.all.map((endpoint) => fault(endpoint, documents)),
    );
  },
};

/**
 * The part of an API a path belongs to: `/api/v1/orders` of `/api/v1/orders/{id}/lines`. A document answers for the
 * parts it speaks of; others may be internal, or told elsewhere.
 */
function areaOf(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const end = segments.findIndex((segment) => !/^(api|rest|public|v\d+(\.\d+)?|\{.*\})$/i.test(segment));
  return `/${segments.slice(0, end === -1 ? segments.length : end + 1).join('/')}`;
}

const documentNames = (documents: readonly ApiDocument[]): string =>
  documents.map(({ path }) => path).join(', ');

const why =
  'What is not in the document is tested by nobody, guarded by no gateway rule and changed without notice.';

function fault(endpoint: Endpoint, documents: readonly ApiDocument[]): Fault {
  return {
    subject: endpoint.id,
    confidence: 'certain',
    what: `${endpoint.id} stands in the code, not in ${documentNames(documents)}.`,
    why,
    next: 'Add it to the document, or remove it if nobody needs it.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
  };
}

function areaFault({ subject, all }: Together<Endpoint>, documents: readonly ApiDocument[]): Fault {
  return {
    subject: `${subject}/*`,
    confidence: 'certain',
    what: `${all.length} endpoints below ${subject} stand in the code, not in ${documentNames(documents)}: ${all
      .slice(0, 5)
      .map(({ id }) => id)
      .join(', ')}${all.length > 5 ? ' …' : ''}.`,
    why,
    next: 'Make the document from the code, or compare both in the pipeline, so that they cannot part again.',
    evidence: seenAt(all),
  };
}
