import { z } from 'zod';

/** What `2-database/statistics.json` says of a column; the words of pg_stats. */
const columnSchema = z.object({
  name: z.string(),
  distinct: z.number(),
  nullFraction: z.number().min(0).max(1),
  averageWidth: z.number().min(0),
  correlation: z.number().min(-1).max(1),
  commonValues: z.array(z.object({ value: z.string(), frequency: z.number() })).optional(),
  histogram: z.array(z.string()).optional(),
});
const tableSchema = z.object({
  table: z.string(),
  schema: z.string(),
  rows: z.number().positive(),
  pages: z.number().positive(),
  allVisible: z.number().min(0).max(1),
  partitions: z
    .object({ unit: z.enum(['month', 'year']), first: z.string(), count: z.int().min(1).max(600) })
    .optional(),
  columns: z.array(columnSchema),
});
const statisticsSchema = z.object({ tables: z.array(tableSchema) });

export type ProjectedTable = z.infer<typeof tableSchema>;
export type ProjectedStatistics = z.infer<typeof columnSchema>;

/** @throws when the text is not such a file. */
export const readStatistics = (text: string): readonly ProjectedTable[] =>
  statisticsSchema.parse(JSON.parse(text)).tables;

const statementSchema = z.object({
  id: z.string(),
  sql: z.string(),
  parameters: z.array(z.object({ type: z.string(), sample: z.string() })),
});
const workloadSchema = z.object({ statements: z.array(statementSchema) });

export type WorkloadStatement = z.infer<typeof statementSchema>;

/** @throws when the text is not such a file. */
export const readWorkload = (text: string): readonly WorkloadStatement[] =>
  workloadSchema.parse(JSON.parse(text)).statements;
