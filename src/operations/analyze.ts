import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { failOnValues } from './verdict.ts';
import { formats } from './format-names.ts';

const fields = {
  path: {
    kind: 'text',
    about: 'root of the repository (default: the current directory)',
    required: false,
    placeholder: 'path',
  },
  brief: {
    kind: 'text',
    about: 'a brief that says what the backend must do; its requirements are then judged too',
    required: false,
    placeholder: 'file',
  },
  out: {
    kind: 'text',
    about: 'directory the package is written to',
    required: false,
    placeholder: 'directory',
    default: 'plumbline-out',
  },
  insideTarget: { kind: 'flag', about: 'allow the output directory to lie inside the repository' },
  baseline: {
    kind: 'text',
    about: 'package of an earlier run: only what is new since counts for the System gate',
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

export type AnalyzeInput = InputOf<typeof fields>;

export const analyze = defineOperation({
  name: 'analyze',
  title: 'Analyse a backend repository',
  summary: 'read a backend repository and say what is wrong and what to do first',
  description:
    'Reads a backend repository without running anything of it, examines it with every rule, settles what can be settled, and writes eight deliverables with evidence.',
  fields,
  positional: ['path'],
  local: ['out', 'format', 'failOn', 'insideTarget'],
  examples: [
    'plumbline analyze . --out ../plumbline-out',
    'plumbline analyze services/api --format sarif > findings.sarif',
    'plumbline analyze . --baseline ../last-run --fail-on warning',
  ],
  run: async (input, tools) => (await import('./run-analyze.ts')).runAnalyze(input, tools),
});
