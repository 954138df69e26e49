import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  file: {
    kind: 'text',
    about:
      'YAML or JSON file with stations, pools, operations, classes and objectives; docs/capacity.md has the words',
    required: true,
    placeholder: 'network.yaml',
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckCapacityInput = InputOf<typeof fields>;

export const checkCapacity = defineOperation({
  name: 'check capacity',
  title: 'Solve and simulate a network',
  summary: 'response times, throughput and bottleneck of stations, pools and policies under load',
  description:
    'Computes a queueing network twice: by formulas (exact where there are any, else approximate and said so) and by discrete-event simulation with 95 % intervals. Objectives are judged by both; where they disagree the answer is undecided. Retries, timeouts, breakers, limits, caches, autoscalers and failures are simulated.',
  fields,
  positional: ['file'],
  local: [],
  examples: ['plumbline check capacity network.yaml', 'plumbline check capacity network.json --json'],
  run: async (input, tools) => (await import('./run-check-capacity.ts')).runCheckCapacity(input, tools),
});
