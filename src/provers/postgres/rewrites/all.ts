import type { RewriteRule } from './rule.ts';
import { castOnColumn } from './rules/cast-on-column.ts';
import { correlatedSubquery } from './rules/correlated-subquery.ts';
import { countForExistence } from './rules/count-for-existence.ts';
import { countOfEverything } from './rules/count-of-everything.ts';
import { distinctHidesFanOut } from './rules/distinct-hides-fan-out.ts';
import { functionOnColumn } from './rules/function-on-column.ts';
import { insertsOneByOne } from './rules/inserts-one-by-one.ts';
import { latestBySubquery } from './rules/latest-by-subquery.ts';
import { leadingWildcard } from './rules/leading-wildcard.ts';
import { longInList } from './rules/long-in-list.ts';
import { missingLimit } from './rules/missing-limit.ts';
import { notInSubquery, notInWithNulls } from './rules/not-in-with-nulls.ts';
import { orOverColumns } from './rules/or-over-columns.ts';
import { orderByRandom } from './rules/order-by-random.ts';
import { outerJoinMadeInner } from './rules/outer-join-made-inner.ts';
import { pageByOffset } from './rules/page-by-offset.ts';
import { starOnWideRows } from './rules/star-on-wide-rows.ts';
import { unionRemovesNothing } from './rules/union-removes-nothing.ts';

/** Every fault that is looked for in a query; a page beside each is its test. */
export const rewriteRules: readonly RewriteRule[] = [
  castOnColumn,
  correlatedSubquery,
  countForExistence,
  countOfEverything,
  distinctHidesFanOut,
  functionOnColumn,
  latestBySubquery,
  leadingWildcard,
  longInList,
  missingLimit,
  notInSubquery,
  notInWithNulls,
  orOverColumns,
  orderByRandom,
  outerJoinMadeInner,
  pageByOffset,
  starOnWideRows,
  unionRemovesNothing,
];

/** All that may be told, those that look at several queries together among them. */
export const toldRules: readonly Omit<RewriteRule, 'find'>[] = [...rewriteRules, insertsOneByOne];
