import type { Fields } from './operation.ts';
import { failOnValues } from './verdict.ts';

/** How the answer to a single question is judged and shown: the same for every `check`. */
export const checkFields = {
  failOn: {
    kind: 'choice',
    about: 'severity of findings that makes the exit code 1',
    values: failOnValues,
    default: 'warning',
  },
  strict: { kind: 'flag', about: 'exit with 4 when the question stays undecided' },
  format: {
    kind: 'choice',
    about: 'what is printed',
    values: ['text', 'json', 'sarif', 'github', 'markdown'],
    default: 'text',
  },
} as const satisfies Fields;
