import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  subject: {
    kind: 'text',
    about: 'a rule, a finding, a claim, a question, a decision, or a path such as load.totalPeak',
    required: true,
    placeholder: 'subject',
  },
  package: {
    kind: 'text',
    about: 'the package to look in (default: plumbline-out)',
    required: false,
    placeholder: 'directory',
  },
} as const satisfies Fields;

export type ExplainInput = InputOf<typeof fields>;

export const explain = defineOperation({
  name: 'explain',
  title: 'Explain a rule, a finding or a value',
  summary: 'say what a rule means, or where a finding, claim or number comes from',
  description:
    'Explains a rule by its id, or anything of a package: a finding (rule@subject), a claim, a question, an assumption, a decision, or a value by its path in model.json.',
  fields,
  positional: ['subject'],
  local: [],
  examples: [
    'plumbline explain unindexed-foreign-key',
    'plumbline explain load.totalPeak',
    'plumbline explain plan/list-product --package shop-design',
  ],
  run: async (input, tools) => (await import('./run-explain.ts')).runExplain(input, tools),
});
