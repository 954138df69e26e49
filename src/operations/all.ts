import { analyze } from './analyze.ts';
import { checkApi } from './check-api.ts';
import { checkCapacity } from './check-capacity.ts';
import { checkConversion } from './check-conversion.ts';
import { checkFlow } from './check-flow.ts';
import { checkIsolation } from './check-isolation.ts';
import { checkMigration } from './check-migration.ts';
import { checkPlan } from './check-plan.ts';
import { checkPolicy } from './check-policy.ts';
import { checkQueries } from './check-queries.ts';
import { design } from './design.ts';
import { diff } from './diff.ts';
import { explain } from './explain.ts';
import { measure } from './measure.ts';
import { migrate } from './migrate.ts';
import { model } from './model.ts';
import type { AnyOperation } from './operation.ts';
import { preview } from './preview.ts';
import { prove } from './prove.ts';
import { stats } from './stats.ts';
import { verify } from './verify.ts';

/** Everything that can be asked, in the order in which it is shown. */
export const operations: readonly AnyOperation[] = [
  analyze,
  design,
  migrate,
  verify,
  diff,
  explain,
  model,
  preview,
  prove,
  stats,
  measure,
  checkMigration,
  checkConversion,
  checkQueries,
  checkIsolation,
  checkFlow,
  checkPlan,
  checkPolicy,
  checkCapacity,
  checkApi,
];
