import type { ApiRule } from '../api/rule.ts';
import { isFailure } from '../api/view.ts';

export const errorBodyMissing: ApiRule = {
  id: 'error-body-missing',
  summary: 'An error is answered without a described body',
  severity: 'advice',
  standards: ['API8:2023', 'Zalando 176'],
  why: 'What is not described is whatever the framework sends: clients cannot read it, and stack traces leave by it.',
  next: 'Describe one body of errors (RFC 9457) under components/responses and refer to it.',
  check: ({ operations }) =>
    operations.flatMap(({ name, method, answers }) =>
      answers
        .filter((answer) => isFailure(answer) && answer.media.length === 0 && method !== 'head')
        .map(({ at, status }) => ({ pointer: at.pointer, label: `${status} of ${name}` })),
    ),
};
