import type { ApiDocument } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Fault, Rule } from '../rule.ts';
import { answersFor } from '../../model/comparable-endpoints.ts';
import { endpointKey } from './endpoint-key.ts';

export const phantomEndpoint: Rule = {
  id: 'phantom-endpoint',
  summary: 'The committed API document promises an endpoint that the code does not have.',
  severity: 'advice',
  standards: ['API9:2023'],
  remedy: {
    title: 'Take the promise back or keep it',
    impact: 2,
    effort: { low: 0.1, high: 1 },
    risk: 'low',
    rollback: 'restore the entry',
  },
  check: (backend) =>
    backend.api.documents
      .filter(({ kind }) => kind === 'openapi')
      .flatMap((document) => missing(document, backend)),
};

/** Only where the code was read well: every path resolved, and at least half of the document found in it. */
function missing(document: ApiDocument, { api }: Backend): readonly Fault[] {
  if (api.endpoints.some(({ pathResolved }) => !pathResolved)) return [];
  const built = new Set(
    api.endpoints.flatMap(({ method, path }) => [endpointKey(method, path), endpointKey('ANY', path)]),
  );
  const anyMethod = new Set(
    api.endpoints.filter(({ method }) => method === 'ANY').map(({ path }) => endpointKey('ANY', path)),
  );
  const absent = document.operations.filter(
    ({ method, path }) =>
      !built.has(endpointKey(method, path)) &&
      !anyMethod.has(endpointKey('ANY', path)) &&
      !api.endpoints.some((each) => each.method === method.toUpperCase() && answersFor(each.path, path)),
  );
  return absent.length * 2 > document.operations.length
    ? []
    : absent.map((operation) => fault(document, operation));
}

function fault(document: ApiDocument, { method, path, line }: ApiDocument['operations'][number]): Fault {
  return {
    subject: `${method.toUpperCase()} ${path}`,
    confidence: 'likely',
    what: `${document.path} promises ${method.toUpperCase()} ${path}, and no route in the code answers it.`,
    why: 'Generated clients call it and get 404; tests made from the document fail for the wrong reason.',
    next: 'Remove it from the document, or build it.',
    evidence: [{ kind: 'read', origin: { kind: 'read', file: document.path, line } }],
  };
}
