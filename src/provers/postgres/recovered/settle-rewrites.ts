import type { Claim } from '../../../findings/claim.ts';
import type { Settled } from '../../settle.ts';
import { proved, undecided } from '../../settle.ts';
import { openProduction } from '../production/open-production.ts';
import { planQueries } from '../queries/plan-queries.ts';
import type { WrittenQuery } from '../queries/read-queries.ts';
import { readStatistics } from '../read-projection.ts';
import { adviseRewrites } from '../rewrites/advise.ts';
import type { RowsDatabase } from '../rewrites/rows-database.ts';
import { rewriteRules } from '../rewrites/all.ts';
import { assumedRowsText } from './assumed.ts';

interface Given {
  readonly schema: string;
  readonly rows: RowsDatabase;
  readonly statistics: string;
}

/** Told of recovered statements by rules of their own, or not shown by any execution. */
const notHere: ReadonlySet<string> = new Set([
  'missing-limit',
  'star-on-wide-rows',
  'order-by-random',
  'count-of-everything',
]);

/** Plans the statements at assumed size, and offers what is shown to be the same and cheaper. */
export async function settleRewrites(
  { parameters }: Claim,
  queries: readonly WrittenQuery[],
  { schema, rows, statistics }: Given,
): Promise<Settled> {
  const production = await openProduction({
    schema,
    statistics: { kind: 'declared', by: 'rows', tables: readStatistics(statistics) },
  });
  try {
    const { planned, refused } = await planQueries(production, queries);
    const { findings, incomplete } = await adviseRewrites(production, {
      file: '',
      schema,
      planned,
      rules: rewriteRules.filter(({ id }) => !notHere.has(id)),
      together: false,
      sizes: `with ${assumedRowsText} rows assumed in each table that nobody counted`,
      scratch: rows,
    });
    const { left } = parameters;
    return {
      verdict:
        findings.length > 0
          ? proved
          : undecided(
              `none of ${planned.length} planned statements has a better form among those looked for`,
            ),
      measurements: {
        planned: planned.length,
        offered: findings.map(({ rule, subject, what, why, next }) => ({ rule, subject, what, why, next })),
      },
      incomplete: [
        ...(Array.isArray(left) ? left.map(String) : []),
        ...refused.slice(0, 20).map(({ query, why }) => `${query.name} cannot be planned: ${why}`),
        ...(refused.length > 20 ? [`${refused.length - 20} more statements cannot be planned`] : []),
        ...incomplete,
      ],
    };
  } finally {
    await production.close();
  }
}
