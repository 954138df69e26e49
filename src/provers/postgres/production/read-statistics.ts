import { z } from 'zod';
import { valuesKept } from '../../../model/database-statistics.ts';
import type { DatabaseStatistics } from '../../../model/database-statistics.ts';
import { readStatistics } from '../read-projection.ts';
import type { ProjectedTable } from '../read-projection.ts';

/** What is known of the data: exported from a server, declared by a design or as rows alone, or nothing but the schema. */
export type Statistics =
  | { readonly kind: 'exported'; readonly statistics: DatabaseStatistics }
  | {
      readonly kind: 'declared';
      readonly by: 'design' | 'rows';
      readonly tables: readonly ProjectedTable[];
    }
  | { readonly kind: 'none' };

export type ReadStatistics = Statistics | { readonly kind: 'unreadable'; readonly why: string };

const numbers = z.array(z.number()).exactOptional();
const text = z.string().exactOptional();
const columnSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  inherited: z.boolean(),
  nullFraction: z.number().min(0).max(1),
  averageWidth: z.number().min(0),
  distinct: z.number(),
  correlation: z.number().min(-1).max(1).exactOptional(),
  commonValues: text,
  commonFrequencies: numbers,
  commonHashes: z.array(z.string()).exactOptional(),
  histogram: text,
  commonElements: text,
  commonElementFrequencies: numbers,
  elementCounts: numbers,
  rangeLengths: text,
  rangeEmptyFraction: z.number().exactOptional(),
  rangeBounds: text,
});
const relationSchema = z.strictObject({
  schema: z.string(),
  name: z.string(),
  kind: z.enum(['r', 'i', 'm', 'p', 'I']),
  table: text,
  definition: text,
  rows: z.number().min(-1),
  pages: z.number().min(-1),
  blocks: z.number().min(0),
  allVisible: z.number().min(0),
  level: z.int().min(0).max(20).exactOptional(),
  gin: z
    .strictObject({
      pendingPages: z.number().min(0),
      entryPages: z.number().min(0),
      dataPages: z.number().min(0),
      entries: z.number().min(0),
    })
    .exactOptional(),
  columns: z.array(columnSchema),
});
const extendedSchema = z.strictObject({
  schema: z.string(),
  name: z.string(),
  table: z.string(),
  tableSchema: z.string(),
  members: z.array(z.string()),
  inherited: z.boolean(),
  distinct: z.array(z.strictObject({ of: z.array(z.string()), values: z.number() })).exactOptional(),
  dependencies: z
    .array(z.strictObject({ from: z.array(z.string()), to: z.string(), degree: z.number() }))
    .exactOptional(),
  common: z
    .array(
      z.strictObject({
        values: z.array(z.string().nullable()),
        frequency: z.number(),
        baseFrequency: z.number(),
      }),
    )
    .exactOptional(),
  expressions: z.array(columnSchema.nullable()),
});
const exportedSchema: z.ZodType<DatabaseStatistics> = z.strictObject({
  kind: z.literal('postgresql-statistics'),
  schemaVersion: z.literal(1),
  server: z.strictObject({
    version: z.string(),
    versionNumber: z.int(),
    encoding: z.string(),
    collation: z.string(),
  }),
  values: z.enum(valuesKept),
  settings: z.record(z.string(), z.string()),
  schema: z.array(z.string()),
  relations: z.array(relationSchema),
  extended: z.array(extendedSchema),
  statements: z.array(
    z.strictObject({ sql: z.string(), calls: z.number(), meanTime: z.number(), rows: z.number() }),
  ),
  gaps: z.array(z.string()),
});

/** Reads what `plumbline stats` exported, or the statistics.json of a designed package. */
export function readStatisticsFile(file: string): ReadStatistics {
  const parsed = jsonOf(file);
  if (parsed.kind === 'unreadable') return parsed;
  const { value } = parsed;
  if (typeof value !== 'object' || value === null)
    return unreadable('it holds no JSON object with statistics');
  if ('kind' in value && value.kind === 'postgresql-statistics') return exported(value);
  if ('tables' in value) {
    try {
      return { kind: 'declared', by: 'design', tables: readStatistics(file) };
    } catch (error) {
      return unreadable(`its tables are not as a package declares them: ${issue(error)}`);
    }
  }
  return unreadable(
    'it is neither an export of `plumbline stats` (kind "postgresql-statistics") nor the statistics.json of a package (tables)',
  );
}

function exported(value: object): ReadStatistics {
  if ('schemaVersion' in value && value.schemaVersion !== 1)
    return unreadable(
      `its schemaVersion is ${JSON.stringify(value.schemaVersion)}, this version of plumbline reads 1`,
    );
  const read = exportedSchema.safeParse(value);
  if (!read.success) return unreadable(issue(read.error));
  return { kind: 'exported', statistics: read.data };
}

function jsonOf(
  file: string,
): { kind: 'json'; value: unknown } | Extract<ReadStatistics, { kind: 'unreadable' }> {
  try {
    return { kind: 'json', value: JSON.parse(file) };
  } catch (error) {
    return unreadable(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function issue(error: unknown): string {
  if (!(error instanceof z.ZodError)) return String(error);
  const [first] = error.issues;
  return first === undefined ? 'unknown form' : `${first.path.join('.') || 'top level'}: ${first.message}`;
}

const unreadable = (why: string): Extract<ReadStatistics, { kind: 'unreadable' }> => ({
  kind: 'unreadable',
  why,
});
