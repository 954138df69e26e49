import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  brief: {
    kind: 'text',
    about: 'a brief file (YAML or JSON), one sentence in quotes, or - for standard input',
    required: true,
    placeholder: 'brief',
  },
  packs: {
    kind: 'text',
    about: 'a folder with capability packs of your own',
    required: false,
    placeholder: 'directory',
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckPolicyInput = InputOf<typeof fields>;

export const checkPolicy = defineOperation({
  name: 'check policy',
  title: 'Prove access rules',
  summary: 'prove or refute the access rules of a brief for every role, operation and relation',
  description:
    'Enumerates every role, operation and relation of the caller to the object (owner, tenant, team, assigned) and holds the access rules of a brief and its packs to their properties: own objects only, tenants apart, nothing open that no rule names, no rule that is shadowed or contradicts another. Policies on rows are tried on the embedded PostgreSQL with rows of two owners. What does not hold is shown by the state that breaks it.',
  fields,
  positional: ['brief'],
  local: [],
  examples: ['plumbline check policy shop.brief.yaml', 'plumbline check policy shop.brief.yaml --json'],
  run: async (input, tools) => (await import('./run-check-policy.ts')).runCheckPolicy(input, tools),
});
