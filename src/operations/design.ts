import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { outField, verdictFields } from './package-fields.ts';

const fields = {
  brief: {
    kind: 'text',
    about: 'a brief file (YAML or JSON), one sentence in quotes, or - for standard input',
    required: true,
    placeholder: 'brief',
  },
  out: outField,
  packs: {
    kind: 'text',
    about: 'a folder with capability packs of your own',
    required: false,
    placeholder: 'directory',
  },
  calibrate: {
    kind: 'text',
    about:
      'a load test that says what operations cost: from plumbline measure --out, autocannon -j or k6 --summary-export',
    required: false,
    placeholder: 'file',
  },
  calibrateCores: {
    kind: 'text',
    about: 'cores the server could use in a test of autocannon or k6, which do not tell',
    required: false,
    placeholder: 'cores',
  },
  baseline: {
    kind: 'text',
    about: 'package of an earlier run to compare the findings with',
    required: false,
    placeholder: 'package',
  },
  ...verdictFields,
} as const satisfies Fields;

export type DesignInput = InputOf<typeof fields>;

export const design = defineOperation({
  name: 'design',
  title: 'Design a backend',
  summary: 'design a backend from a brief or one sentence',
  description:
    'Designs a backend from a brief file or one sentence: options sized and the simplest that meets the objectives chosen, eight deliverables, every claim settled by running something.',
  fields,
  positional: ['brief'],
  local: ['out', 'format', 'failOn'],
  examples: [
    'plumbline design "A web shop for 100K concurrent users with login, products, orders and payments."',
    'plumbline design shop.brief.yaml --out shop-design',
    'plumbline design shop.brief.yaml --calibrate measurements.json',
    'plumbline design shop.brief.yaml --json | jq .verdict',
  ],
  run: async (input, tools) => (await import('./run-design.ts')).runDesign(input, tools),
});
