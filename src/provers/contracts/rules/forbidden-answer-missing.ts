import type { ApiRule } from '../api/rule.ts';
import { answers, isWrite } from '../api/view.ts';

export const forbiddenAnswerMissing: ApiRule = {
  id: 'forbidden-answer-missing',
  summary:
    'An operation that changes something for known callers does not say what those get who may not (403 or 404)',
  severity: 'advice',
  standards: ['API5:2023', 'Zalando 151'],
  why: 'Nobody can see from the document that the operation tells callers apart, and no test of the contract tries it.',
  next: 'Describe 403, or 404 where the object must not be known to exist.',
  check: ({ operations }) =>
    operations
      .filter(
        (operation) =>
          isWrite(operation) && !operation.isOpen && !answers(operation, '403') && !answers(operation, '404'),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
