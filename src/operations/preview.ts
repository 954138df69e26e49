import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  package: {
    kind: 'text',
    about: 'output directory of plumbline design',
    required: true,
    placeholder: 'package',
  },
  port: {
    kind: 'text',
    about: 'port on 127.0.0.1; 0 = any free one',
    required: false,
    placeholder: 'port',
    default: '8080',
  },
  data: {
    kind: 'text',
    about: 'folder that keeps the rows between runs (default: they go with the process)',
    required: false,
    placeholder: 'directory',
  },
  database: {
    kind: 'text',
    about: 'an empty database of a PostgreSQL server in place of the embedded one',
    required: false,
    placeholder: 'postgres-url',
  },
  scale: {
    kind: 'text',
    about: 'generated rows, as a part of those the design expects (0 = none)',
    required: false,
    placeholder: 'part',
    default: '0',
  },
  seed: {
    kind: 'text',
    about: 'same seed, same identifiers',
    required: false,
    placeholder: 'text',
  },
  clock: {
    kind: 'text',
    about:
      'moment at which its clock stands, such as 2027-01-31T12:00:00Z (default: the clock of the machine)',
    required: false,
    placeholder: 'time',
  },
  log: {
    kind: 'choice',
    about: 'least severity of what is logged, as JSON on standard error',
    values: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'warn',
  },
  unlimited: { kind: 'flag', about: 'limit no caller, for measuring' },
} as const satisfies Fields;

export type PreviewInput = InputOf<typeof fields>;

export const preview = defineOperation({
  name: 'preview',
  title: 'Run a designed backend on loopback',
  summary: 'run the designed API on this machine, so that its documents can be tried',
  description:
    'Interprets a package: its routes, policy, statements, flows and events, on its schema in an embedded PostgreSQL. It listens on 127.0.0.1 only and makes no request outside of it. It proves that the documents hold together; it is not a product to deploy. Stop it with Ctrl-C.',
  fields,
  positional: ['package'],
  local: ['data'],
  commandLineOnly: 'it is a server, which stays until it is stopped',
  examples: ['plumbline preview plumbline-out', 'plumbline preview plumbline-out --scale 0.001 --port 0'],
  run: async (input, tools) => (await import('./run-preview.ts')).runPreview(input, tools),
});
