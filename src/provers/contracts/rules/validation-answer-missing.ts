import type { ApiRule } from '../api/rule.ts';
import { answers } from '../api/view.ts';

export const validationAnswerMissing: ApiRule = {
  id: 'validation-answer-missing',
  summary: 'An operation with a body does not say what it answers to a wrong one (400 or 422)',
  severity: 'advice',
  standards: ['API8:2023', 'Zalando 151'],
  why: 'Clients cannot show people what to mend, and no test of the contract sends a wrong body.',
  next: 'Describe 400 or 422 with the fields that are wrong.',
  check: ({ operations }) =>
    operations
      .filter(
        (operation) => operation.body.length > 0 && !answers(operation, '400') && !answers(operation, '422'),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
