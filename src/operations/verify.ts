import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  package: {
    kind: 'text',
    about: 'the directory of the package',
    required: true,
    placeholder: 'package',
  },
  claim: { kind: 'text', about: 'settle only this claim', required: false, placeholder: 'id' },
} as const satisfies Fields;

export type VerifyInput = InputOf<typeof fields>;

export const verify = defineOperation({
  name: 'verify',
  title: 'Verify a package',
  summary: 'settle every claim of a package again and compare',
  description:
    'Reads a package back, compares every file with its hash and every receipt with its seal, settles every claim again, and fails if one no longer holds.',
  fields,
  positional: ['package'],
  local: [],
  examples: ['plumbline verify plumbline-out', 'plumbline verify plumbline-out --claim ddl/schema-executes'],
  run: async (input, tools) => (await import('./run-verify.ts')).runVerify(input, tools),
});
