import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  file: {
    kind: 'text',
    about:
      'YAML or JSON file that tells one flow: participants, records, channels, processes, what must hold (docs/flows.md)',
    required: true,
    placeholder: 'flow.yaml',
  },
  export: {
    kind: 'choice',
    about: 'print the machine of the flow for another checker instead of searching it',
    values: ['promela', 'tla'],
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckFlowInput = InputOf<typeof fields>;

export const checkFlow = defineOperation({
  name: 'check flow',
  title: 'Search a flow',
  summary: 'search every interleaving of a flow with crashes, duplicates and losses for a broken promise',
  description:
    'Searches every order in which the steps of a flow can be taken, by several instances at the same time, with as many crashes, duplicated messages and lost answers as its bounds allow. A broken promise comes with the fewest steps that lead to it, as a list and a sequence diagram; a change is advised only when the changed flow was searched as well and holds.',
  fields,
  positional: ['file'],
  local: [],
  examples: [
    'plumbline check flow checkout.yaml',
    'plumbline check flow checkout.yaml --json',
    'plumbline check flow checkout.yaml --export promela > checkout.pml',
  ],
  run: async (input, tools) => (await import('./run-check-flow.ts')).runCheckFlow(input, tools),
});
