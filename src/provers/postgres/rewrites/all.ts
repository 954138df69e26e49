import type { RewriteRule } from './rule.ts';
import { castOnColumn } from './rules/cast-on-column.ts';
import { countForExistence } from './rules/count-for-existence.ts';
import { functionOnColumn } from './rules/function-on-column.ts';
import { notInSubquery, notInWithNulls } from './rules/not-in-with-nulls.ts';
import { orOverColumns } from './rules/or-over-columns.ts';

/** Every fault that is looked for; a page beside each is its test. */
export const rewriteRules: readonly RewriteRule[] = [
  castOnColumn,
  countForExistence,
  functionOnColumn,
  notInSubquery,
  notInWithNulls,
  orOverColumns,
];
