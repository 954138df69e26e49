import { formats } from './format-names.ts';
import type { Fields, InputOf } from './operation.ts';
import { failOnValues } from './verdict.ts';

/** Where a package goes and what is printed: the same for every operation that makes one. */
export const outField = {
  kind: 'text',
  about: 'directory the package is written to',
  required: false,
  placeholder: 'directory',
  default: 'plumbline-out',
} as const;

/** How a package is judged and shown. */
export const verdictFields = {
  failOn: {
    kind: 'choice',
    about: 'severity of findings that makes the exit code 1',
    values: failOnValues,
    default: 'blocker',
  },
  format: { kind: 'choice', about: 'what is printed', values: formats, default: 'text' },
  strict: { kind: 'flag', about: 'exit with 4 while a question of high impact is open' },
} as const satisfies Fields;

export type VerdictInput = InputOf<typeof verdictFields>;

/** Nothing outside the output directory is written, so a cache is kept only where one is named. */
export const cacheField = {
  kind: 'text',
  about:
    'directory that keeps what was read, so that the next run reads only what changed (or PLUMBLINE_CACHE)',
  required: false,
  placeholder: 'directory',
} as const;

/** Asked read-only; an address on the command line is seen by others on the machine, so the environment can hold it. */
export const databaseField = {
  kind: 'text',
  about:
    'address of the live database, mysql://user@host/name or postgres://user@host/name: its catalogue and sizes are read in one read-only transaction, no row is; `env:NAME` takes the address from the environment',
  required: false,
  placeholder: 'database-url',
} as const;
