import type { Operation } from '../../model/domain.ts';
import type { Fault, Rule } from '../rule.ts';

export const unreachableOperation: Rule = {
  id: 'unreachable-operation',
  summary: 'No role may execute an operation.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Grant the operation or drop it',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the rule back',
  },
  check: ({ operations, trust }) => {
    if (trust.permissions.length === 0) return [];
    const granted = new Set(
      trust.permissions.filter(({ effect }) => effect === 'allow').map(({ operation }) => operation),
    );
    return operations.filter(({ id, anonymous }) => !anonymous && !granted.has(id)).map(fault);
  },
};

function fault(operation: Operation): Fault {
  return {
    subject: operation.id,
    confidence: 'certain',
    what: `${operation.id}: every role is refused.`,
    why: 'It is built, documented and tested, and nobody can use it; sooner or later somebody opens it in a hurry.',
    next: `Add an access rule (for example: admin may ${operation.verb} ${operation.entity}), or leave the operation out.`,
    evidence: [{ kind: 'read', origin: operation.origin }],
  };
}
