import type { ApiRule } from '../api/rule.ts';

const key = /^(x-)?(idempotency-key|request-id)$/i;

export const createNotRepeatable: ApiRule = {
  id: 'create-not-repeatable',
  summary: 'Something is created without a key that makes the request safe to repeat',
  severity: 'advice',
  standards: ['Zalando 229', 'Zalando 230', 'AIP-155'],
  why: 'A client whose connection breaks cannot know whether it was done; to try again may do it twice.',
  next: 'Take an Idempotency-Key header and answer the same key with the same answer, or create by PUT under an id of the client.',
  check: ({ operations }) =>
    operations
      .filter(
        ({ method, answers, parameters }) =>
          method === 'post' &&
          answers.some(({ status }) => status === '201') &&
          !parameters.some(({ place, name }) => place === 'header' && key.test(name)),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
