import type { ApiRule } from '../api/rule.ts';
import { answers } from '../api/view.ts';

export const unauthenticatedAnswerMissing: ApiRule = {
  id: 'unauthenticated-answer-missing',
  summary: 'An operation that asks for credentials does not say what it answers without them (401)',
  severity: 'advice',
  standards: ['API2:2023', 'Zalando 151'],
  why: 'Clients cannot tell an expired token from another failure, and tests of the contract do not try it.',
  next: 'Describe 401 once under components/responses and refer to it.',
  check: ({ operations }) =>
    operations
      .filter((operation) => !operation.isOpen && !answers(operation, '401'))
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
