import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { failOnValues } from './verdict.ts';
import { formats } from './format-names.ts';

const fields = {
  brief: {
    kind: 'text',
    about: 'a brief file (YAML or JSON), one sentence in quotes, or - for standard input',
    required: true,
    placeholder: 'brief',
  },
  out: {
    kind: 'text',
    about: 'directory the package is written to',
    required: false,
    placeholder: 'directory',
    default: 'plumbline-out',
  },
  packs: {
    kind: 'text',
    about: 'a folder with capability packs of your own',
    required: false,
    placeholder: 'directory',
  },
  baseline: {
    kind: 'text',
    about: 'package of an earlier run to compare the findings with',
    required: false,
    placeholder: 'package',
  },
  failOn: {
    kind: 'choice',
    about: 'severity of findings that makes the exit code 1',
    values: failOnValues,
    default: 'blocker',
  },
  format: { kind: 'choice', about: 'what is printed', values: formats, default: 'text' },
  strict: { kind: 'flag', about: 'exit with 4 while a question of high impact is open' },
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
    'plumbline design shop.brief.yaml --json | jq .verdict',
  ],
  run: async (input, tools) => (await import('./run-design.ts')).runDesign(input, tools),
});
