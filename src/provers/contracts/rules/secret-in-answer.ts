import type { ApiRule } from '../api/rule.ts';
import { typeOf } from '../api/view.ts';

const secret =
  /^(password|passwd|passphrase|pwd|password[-_]?hash|hashed[-_]?password|secret|client[-_]?secret|private[-_]?key|ssn|cvv|cvc|card[-_]?number|pin)$/i;

export const secretInAnswer: ApiRule = {
  id: 'secret-in-answer',
  summary: 'An answer holds a property that is named like a secret',
  severity: 'warning',
  standards: ['API3:2023', 'CWE-200'],
  why: 'What is sent is kept: in caches, logs and clients of whoever may read the object.',
  next: 'Mark it writeOnly, or take it out of the schema of answers.',
  check: ({ schemas }) =>
    schemas
      .filter(({ at, name, isRead }) => isRead && secret.test(name) && typeOf(at).includes('string'))
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
