import { valuesKept } from '../model/database-statistics.ts';
import { defineOperation } from './operation.ts';
import type { Fields, InputOf } from './operation.ts';

const fields = {
  url: {
    kind: 'text',
    about: 'address of the server, postgres://user:password@host:5432/database (default: DATABASE_URL)',
    required: false,
    placeholder: 'postgres-url',
  },
  values: {
    kind: 'choice',
    about:
      'values of rows in the statistics: keep them, hash the common ones, or omit them; without them a condition on a given value is planned as one on an average value, and a range as a fixed part of the rows',
    values: valuesKept,
    default: 'omit',
  },
} as const satisfies Fields;

export type StatsInput = InputOf<typeof fields>;

export const stats = defineOperation({
  name: 'stats',
  title: 'Export the statistics of a PostgreSQL server',
  summary: 'print what a server knows of its data, without the data: for check queries',
  description:
    'Reads the catalogue of a PostgreSQL server inside one read-only transaction: sizes, distributions of columns, indexes, settings of the planner, recorded statements and the schema. No table is read. The JSON on stdout is what `check queries --stats` takes.',
  fields,
  positional: ['url'],
  local: [],
  examples: [
    'plumbline stats postgres://reader@db.internal/shop > shop.stats.json',
    'plumbline stats --values keep > shop.stats.json',
  ],
  run: async (input, tools) => (await import('./run-stats.ts')).runStats(input, tools),
});
