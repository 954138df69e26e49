import { z } from 'zod';

/** A node of a plan with what it tells of its tables. */
export interface RawPlan {
  readonly 'Node Type': string;
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
  readonly Operation?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly Schema?: string | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly Alias?: string | undefined;
  readonly Filter?: string | undefined;
  readonly 'Index Cond'?: string | undefined;
  readonly 'Recheck Cond'?: string | undefined;
  readonly 'Hash Cond'?: string | undefined;
  readonly 'Merge Cond'?: string | undefined;
  readonly 'Join Filter'?: string | undefined;
  readonly 'Sort Key'?: readonly string[] | undefined;
  readonly 'Group Key'?: readonly string[] | undefined;
  readonly Output?: readonly string[] | undefined;
  readonly Plans?: readonly RawPlan[] | undefined;
}

const texts = z.array(z.string()).optional();
const text = z.string().optional();
/** A node of `EXPLAIN (FORMAT JSON, VERBOSE)`, as far as it tells what is asked of the tables. */
export const rawPlan: z.ZodType<RawPlan> = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  'Total Cost': z.number(),
  Operation: text,
  'Index Name': text,
  Schema: text,
  'Relation Name': text,
  Alias: text,
  Filter: text,
  'Index Cond': text,
  'Recheck Cond': text,
  'Hash Cond': text,
  'Merge Cond': text,
  'Join Filter': text,
  'Sort Key': texts,
  'Group Key': texts,
  Output: texts,
  get Plans() {
    return z.array(rawPlan).optional();
  },
});
