import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  file: {
    kind: 'text',
    about: 'a dump of MySQL or MariaDB, as mysqldump or phpMyAdmin write it: tables and their rows',
    required: true,
    placeholder: 'dump.sql',
  },
  repairEncoding: {
    kind: 'flag',
    about: 'decode texts once more that were encoded twice ("Ã©"); without it they are only told',
  },
  out: {
    kind: 'text',
    about: 'directory for the SQL files: landing, rows, back-fill, verification, contract, roll-back',
    required: false,
    placeholder: 'dir',
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckConversionInput = InputOf<typeof fields>;

export const checkConversion = defineOperation({
  name: 'check conversion',
  title: 'Convert a MySQL dump',
  summary: 'carry the rows of a MySQL dump into PostgreSQL and prove that none is lost or changed',
  description:
    'Reads a dump of MySQL or MariaDB, writes the scripts that carry it into PostgreSQL (landing tables, dirty rows and their repair, batched back-fill, verification, contract, roll-back) and executes them in an embedded PostgreSQL: on the rows of the dump, forwards and backwards, with counts and checksums; and on generated rows, dirty ones too, broken off between any two statements. What means something else than before is told.',
  fields,
  positional: ['file'],
  local: ['out'],
  examples: [
    'plumbline check conversion dump.sql',
    'plumbline check conversion dump.sql --out conversion',
    'plumbline check conversion dump.sql --repair-encoding --json',
  ],
  run: async (input, tools) => (await import('./run-check-conversion.ts')).runCheckConversion(input, tools),
});
