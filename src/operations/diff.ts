import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { failOnValues } from './verdict.ts';

const fields = {
  old: { kind: 'text', about: 'a package or an API document, as it was', required: true, placeholder: 'a' },
  new: { kind: 'text', about: 'the same, as it is now', required: true, placeholder: 'b' },
  failOn: {
    kind: 'choice',
    about: 'severity of what is breaking or worse that makes the exit code 1',
    values: failOnValues,
    default: 'warning',
  },
  format: { kind: 'choice', about: 'what is printed', values: ['text', 'json'], default: 'text' },
} as const satisfies Fields;

export type DiffInput = InputOf<typeof fields>;

export const diff = defineOperation({
  name: 'diff',
  title: 'Compare two packages or API documents',
  summary: 'tell what got better, worse or breaking between two packages or API documents',
  description:
    'Compares two packages (directories that design or analyze wrote): the changes of their OpenAPI, AsyncAPI and GraphQL documents by who breaks, gates, findings that are new or gone, claims whose verdict changed, objectives and cost. Two documents are compared alone. Ids of API changes are those of docs/api-changes.md.',
  fields,
  positional: ['old', 'new'],
  local: [],
  examples: [
    'plumbline diff plumbline-out.main plumbline-out',
    'plumbline diff released.yaml openapi.yaml --json',
  ],
  run: async (input, tools) => (await import('./run-diff.ts')).runDiff(input, tools),
});
