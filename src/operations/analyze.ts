import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { cacheField, databaseField, outField, verdictFields } from './package-fields.ts';

const fields = {
  path: {
    kind: 'text',
    about: 'root of the repository (default: the current directory)',
    required: false,
    placeholder: 'path',
  },
  database: databaseField,
  brief: {
    kind: 'text',
    about: 'a brief that says what the backend must do; its requirements are then judged too',
    required: false,
    placeholder: 'file',
  },
  out: outField,
  insideTarget: { kind: 'flag', about: 'allow the output directory to lie inside the repository' },
  baseline: {
    kind: 'text',
    about: 'package of an earlier run: only what is new since counts for the System gate',
    required: false,
    placeholder: 'package',
  },
  cache: cacheField,
  ...verdictFields,
} as const satisfies Fields;

export type AnalyzeInput = InputOf<typeof fields>;

export const analyze = defineOperation({
  name: 'analyze',
  title: 'Analyse a backend repository',
  summary: 'read a backend repository and say what is wrong and what to do first',
  description:
    'Reads a backend repository without running anything of it, examines it with every rule, settles what can be settled, and writes eight deliverables with evidence.',
  fields,
  positional: ['path'],
  local: ['out', 'format', 'failOn', 'insideTarget', 'cache'],
  examples: [
    'plumbline analyze . --out ../plumbline-out',
    'plumbline analyze services/api --format sarif > findings.sarif',
    'plumbline analyze . --database mysql://reader@db.internal/shop',
    'plumbline analyze . --baseline ../last-run --fail-on warning',
  ],
  run: async (input, tools) => (await import('./run-analyze.ts')).runAnalyze(input, tools),
});
