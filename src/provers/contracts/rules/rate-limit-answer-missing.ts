import type { ApiRule } from '../api/rule.ts';
import { answers } from '../api/view.ts';

export const rateLimitAnswerMissing: ApiRule = {
  id: 'rate-limit-answer-missing',
  summary: 'An operation does not say what it answers to too many requests (429)',
  severity: 'advice',
  standards: ['API4:2023', 'CWE-770', 'Zalando 153'],
  why: 'Either there is no limit, or clients learn of it from a failure that they do not know how to wait for.',
  next: 'Limit requests for each caller; describe 429 with Retry-After once under components/responses and refer to it.',
  check: ({ operations }) =>
    operations
      .filter((operation) => !answers(operation, '429'))
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
