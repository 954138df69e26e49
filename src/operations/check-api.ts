import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  document: {
    kind: 'text',
    about: 'an OpenAPI, AsyncAPI, Arazzo or GraphQL document',
    required: true,
    placeholder: 'document',
  },
  against: {
    kind: 'text',
    about: 'the document that clients keep to; changes that break them are findings',
    required: false,
    placeholder: 'old',
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckApiInput = InputOf<typeof fields>;

export const checkApi = defineOperation({
  name: 'check api',
  title: 'Check a description of an API',
  summary: 'lint an OpenAPI, AsyncAPI, Arazzo or GraphQL document, and tell what breaks since an old one',
  description:
    'Validates and lints the document (Redocly recommended-strict, and rules for the OWASP API Top 10 2023 and common guidelines on OpenAPI; own rules on GraphQL). Places that one edit clears are one finding. With --against it compares the two documents by direction: what is sent must still be accepted, what is read must still be what it was; each change says who breaks and what to do instead (docs/api-changes.md).',
  fields,
  positional: ['document'],
  local: [],
  examples: [
    'plumbline check api openapi.yaml',
    'plumbline check api openapi.yaml --against released.yaml',
    'plumbline check api schema.graphql --against main.graphql --json',
  ],
  run: async (input, tools) => (await import('./run-check-api.ts')).runCheckApi(input, tools),
});
