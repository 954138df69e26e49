import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  package: {
    kind: 'text',
    about: 'output directory of plumbline design',
    required: true,
    placeholder: 'package',
  },
  only: {
    kind: 'text',
    about: 'suites to run, their names with commas between them (default: all)',
    required: false,
    placeholder: 'suites',
  },
  load: {
    kind: 'text',
    about: 'seconds for which the designed peak is sent afterwards',
    required: false,
    placeholder: 'seconds',
  },
} as const satisfies Fields;

export type ProveInput = InputOf<typeof fields>;

export const prove = defineOperation({
  name: 'prove',
  title: 'Run the tests of a package against its preview',
  summary: 'run the delivered tests against the preview of the package, and keep the outcome as receipts',
  description:
    'Starts the preview of the package on loopback, with rows and people for its tests, and runs the suites of 7-testing/ against it, each in a process of its own. Nothing has to be installed. Each suite leaves a receipt in receipts/suite/; what only a staging system can show is skipped, and told.',
  fields,
  positional: ['package'],
  local: [],
  commandLineOnly: 'it starts a server and writes receipts into the package',
  examples: [
    'plumbline prove plumbline-out',
    'plumbline prove plumbline-out --only contract,limits --load 30',
  ],
  run: async (input, tools) => (await import('./run-prove.ts')).runProve(input, tools),
});
