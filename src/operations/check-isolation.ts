import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  file: {
    kind: 'text',
    about:
      'SQL file with transactions, BEGIN … COMMIT; `\\gset`, `:name` and `\\if :name` as in psql; what stands outside of them makes the rows',
    required: true,
    placeholder: 'transactions.sql',
  },
  schema: {
    kind: 'text',
    about: 'SQL file that makes the tables, with rows if it likes',
    required: false,
    placeholder: 'schema.sql',
  },
  isolation: {
    kind: 'choice',
    about: 'isolation level of transactions that name none',
    values: ['read committed', 'repeatable read', 'serializable'],
    default: 'read committed',
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckIsolationInput = InputOf<typeof fields>;

export const checkIsolation = defineOperation({
  name: 'check isolation',
  title: 'Interleave transactions',
  summary: 'play transactions in every order of turns and show lost updates, write skew and deadlocks',
  description:
    "Plays each two transactions of a file in every order in which their statements can meet, each statement executed by PostgreSQL on the rows it would see, with PostgreSQL's locks and isolation levels. An ending that no order of one after the other gives is a finding, with the steps that lead to it and a change that was executed and shows it no more.",
  fields,
  positional: ['file'],
  local: [],
  examples: [
    'plumbline check isolation transactions.sql --schema schema.sql',
    "plumbline check isolation transactions.sql --isolation 'repeatable read' --json",
  ],
  run: async (input, tools) => (await import('./run-check-isolation.ts')).runCheckIsolation(input, tools),
});
