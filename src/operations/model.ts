import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { cacheField, databaseField } from './package-fields.ts';

const fields = {
  path: {
    kind: 'text',
    about: 'root of the repository (default: the current directory)',
    required: false,
    placeholder: 'path',
  },
  database: databaseField,
  cache: cacheField,
} as const satisfies Fields;

export type ModelInput = InputOf<typeof fields>;

export const model = defineOperation({
  name: 'model',
  title: 'Recover the model of a repository',
  summary: 'print what was recovered from a repository, without judging it',
  description:
    'Reads a repository and prints the recovered model: stack, endpoints with their guards, tables, and everything that could not be read or resolved.',
  fields,
  positional: ['path'],
  local: ['cache'],
  examples: ['plumbline model .', 'plumbline model services/api --json | jq .endpoints'],
  run: async (input, tools) => (await import('./run-model.ts')).runModel(input, tools),
});
