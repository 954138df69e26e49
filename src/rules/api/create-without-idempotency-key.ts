import type { Endpoint } from '../../model/api.ts';
import type { Fault, Rule } from '../rule.ts';

export const createWithoutIdempotencyKey: Rule = {
  id: 'create-without-idempotency-key',
  summary: 'A repeated request creates a second thing.',
  severity: 'warning',
  standards: ['CWE-837'],
  remedy: {
    title: 'Accept an idempotency key',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'low',
    rollback: 'ignore the header',
  },
  check: ({ api, operations }) => {
    const sensitive = new Set(operations.filter((operation) => operation.sensitive).map(({ id }) => id));
    return api.endpoints
      .filter(
        ({ method, path, operation, idempotencyKey }) =>
          method === 'POST' &&
          !idempotencyKey &&
          !carriesEventKey.test(path) &&
          operation !== undefined &&
          sensitive.has(operation),
      )
      .map(fault);
  },
};

/** The caller of a webhook names its event in the body; that key makes a repeat harmless. */
const carriesEventKey = /^\/(webhooks|callbacks)\//;

function fault(endpoint: Endpoint): Fault {
  return {
    subject: endpoint.id,
    confidence: 'certain',
    what: `${endpoint.id} is a sensitive operation and takes no idempotency key.`,
    why: 'A client that lost the answer repeats the request: two orders, two charges.',
    next: 'Accept Idempotency-Key, store it with the answer in the transaction of the operation, and give the same answer again.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
  };
}
