import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  file: {
    kind: 'text',
    about:
      'YAML or JSON file with the inventory of a legacy system, the contexts it is cut into, the ledger and the steps (docs/migration-plan.md)',
    required: true,
    placeholder: 'plan.yaml',
  },
  complete: {
    kind: 'flag',
    about: 'print the plan with the target, ledger and steps that the file lacks, instead of checking it',
  },
  picture: { kind: 'flag', about: 'print the steps as a picture (SVG) instead of checking them' },
  ...checkFields,
} as const satisfies Fields;

export type CheckPlanInput = InputOf<typeof fields>;

export const checkPlan = defineOperation({
  name: 'check plan',
  title: 'Replay a migration plan',
  summary: 'carry out the steps of a migration plan as a state machine, each forwards and back',
  description:
    'Replays the steps that lead from a legacy system to its successor: who serves each route, who writes each table, who reads each column, which synchronisations run. It tells every step after which, or after whose roll-back, something is served by a system without its data, a table has two writers, a reader is cut off or nobody owns a table; what the ledger has lost; and what is never switched off.',
  fields,
  positional: ['file'],
  local: [],
  examples: [
    'plumbline check plan plan.yaml',
    'plumbline check plan plan.yaml --json',
    'plumbline check plan inventory.yaml --complete > plan.yaml',
    'plumbline check plan plan.yaml --picture > plan.svg',
  ],
  run: async (input, tools) => (await import('./run-check-plan.ts')).runCheckPlan(input, tools),
});
