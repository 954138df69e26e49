import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { rowsField } from './rows-field.ts';

const fields = {
  file: {
    kind: 'text',
    about:
      'the migration: an SQL file, a directory of them in the order of their names, or - for standard input',
    required: true,
    placeholder: 'file',
  },
  schema: {
    kind: 'text',
    about: 'SQL that makes the database as it stands before the migration; without it, tables are inferred',
    required: false,
    placeholder: 'file',
  },
  stats: {
    kind: 'text',
    about: 'sizes of production: what `plumbline stats` exported, or 2-database/statistics.json of a package',
    required: false,
    placeholder: 'stats.json',
  },
  rows: rowsField,
  pgVersion: {
    kind: 'text',
    about: 'version of the server the migration is meant for (default: 15.0)',
    required: false,
    placeholder: 'version',
  },
  assumeInTransaction: {
    kind: 'flag',
    about: 'the tool that runs the migration opens a transaction for each file',
  },
  include: {
    kind: 'text',
    about: 'rules that are off by themselves, separated by commas: require-table-schema',
    required: false,
    placeholder: 'rules',
  },
  static: { kind: 'flag', about: 'judge the text alone and run nothing: for many files' },
  ...checkFields,
} as const satisfies Fields;

export type CheckMigrationInput = InputOf<typeof fields>;

export const checkMigration = defineOperation({
  name: 'check migration',
  title: 'Check a migration',
  summary: 'run a migration in an embedded PostgreSQL and say whom it makes wait',
  description:
    'Runs every statement of a migration in an embedded PostgreSQL against the schema as it stood before it, and tells the locks it takes, what it rewrites and scans, and what clients it breaks, with steps that avoid it. Rule ids are those of squawk where it has one.',
  fields,
  positional: ['file'],
  local: [],
  examples: [
    'plumbline check migration 042_widen_total.sql --schema schema.sql',
    'plumbline check migration 042_widen_total.sql --schema schema.sql --rows orders=50M',
    'plumbline check migration migrations --assume-in-transaction --format github',
    'plumbline check migration migrations --static --json',
  ],
  run: async (input, tools) => (await import('./run-check-migration.ts')).runCheckMigration(input, tools),
});
