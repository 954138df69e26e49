import { checkFields } from './check-fields.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';
import { rowsField } from './rows-field.ts';

const fields = {
  file: {
    kind: 'text',
    about:
      'SQL file with the queries, separated by semicolons; a comment `-- name: …` names one, $1 is a parameter (default: the statements the server recorded)',
    required: false,
    placeholder: 'queries.sql',
  },
  schema: {
    kind: 'text',
    about:
      'SQL file with the schema (default: the one in the statistics); an index in it that the server of the statistics has not is planned with at the size it would have',
    required: false,
    placeholder: 'schema.sql',
  },
  stats: {
    kind: 'text',
    about: 'statistics: what `plumbline stats` exported, or 2-database/statistics.json of a package',
    required: false,
    placeholder: 'stats.json',
  },
  rows: rowsField,
  budget: {
    kind: 'text',
    about: 'MB that further indexes may take: the cheapest set for all queries is searched and advised',
    required: false,
    placeholder: 'MB',
  },
  ...checkFields,
} as const satisfies Fields;

export type CheckQueriesInput = InputOf<typeof fields>;

export const checkQueries = defineOperation({
  name: 'check queries',
  title: 'Plan queries at production scale',
  summary: 'plan queries as the production server does, without its data',
  description:
    "PostgreSQL's own planner, embedded, is given the sizes and statistics of production and plans every query: plan, cost, rows, and what decides it. A query that reads a large table although an index could tell its rows apart is a finding.",
  fields,
  positional: ['file'],
  local: [],
  examples: [
    'plumbline check queries queries.sql --schema schema.sql --stats shop.stats.json',
    'plumbline check queries queries.sql --schema schema.sql --rows orders=10M,items=40M',
    'plumbline check queries --stats shop.stats.json --json',
    'plumbline check queries queries.sql --stats shop.stats.json --budget 200',
  ],
  run: async (input, tools) => (await import('./run-check-queries.ts')).runCheckQueries(input, tools),
});
