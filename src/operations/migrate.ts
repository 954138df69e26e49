import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { cacheField, databaseField, outField, verdictFields } from './package-fields.ts';

const fields = {
  path: {
    kind: 'text',
    about:
      'root of the legacy repository (default: the current directory), or one sentence in quotes that says what it shall become',
    required: false,
    placeholder: 'path',
  },
  brief: {
    kind: 'text',
    about: 'what the backend shall become: a brief file (YAML or JSON) or one sentence in quotes',
    required: false,
    placeholder: 'brief',
  },
  database: databaseField,
  out: outField,
  insideTarget: { kind: 'flag', about: 'allow the output directory to lie inside the repository' },
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
  cache: cacheField,
  ...verdictFields,
} as const satisfies Fields;

export type MigrateInput = InputOf<typeof fields>;

export const migrate = defineOperation({
  name: 'migrate',
  title: 'Plan the way out of a legacy backend',
  summary: 'read a legacy backend, design what it shall become, and plan the way there step by step',
  description:
    'Reads a legacy repository without running anything of it, designs its successor from what was read, keeps a ledger of every endpoint, table, column, job and rule, and plans small reversible steps; the plan is replayed, the scripts that carry the data are executed on generated rows, and eight deliverables are written with evidence.',
  fields,
  positional: ['path'],
  local: ['out', 'format', 'failOn', 'insideTarget', 'cache'],
  examples: [
    'plumbline migrate legacy-shop --out ../way-out',
    'plumbline migrate legacy-shop --brief wishes.yaml --out ../way-out',
    'plumbline migrate "Help migrate our legacy PHP monolith to modern Node.js backend with cloud deployment."',
    'plumbline migrate . --database mysql://reader@db.internal/shop --json | jq .verdict',
  ],
  run: async (input, tools) => (await import('./run-migrate.ts')).runMigrate(input, tools),
});
