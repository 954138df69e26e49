// Plans of the native server, in the product's own words for a plan, so that two of them can be held side by side.
import { explained } from '../../dist/provers/postgres/explain.js';
import { signatureOf } from '../../dist/provers/postgres/queries/signature.js';
import { within } from './native.mjs';

/** Named queries of a file: `-- name: q1` before each. */
export const namedQueries = (text) =>
  [...text.matchAll(/^-- name: (\S+)\n([\s\S]*?);\s*$/gm)].map(([, name, sql]) => ({ name, sql }));

export const settingsOf = ({ workMem, parallel, randomPageCost = 4 }) => ({
  work_mem: workMem,
  random_page_cost: String(randomPageCost),
  max_parallel_workers_per_gather: parallel ? '2' : '0',
  max_parallel_workers: '8',
  effective_cache_size: '4GB',
  jit: 'off',
});

/** Settings that every later connection to the database starts with. */
export const keepSettings = (database, settings) =>
  within('postgres', async (client) => {
    for (const [name, value] of Object.entries(settings))
      await client.query(`alter database ${database} set ${name} = '${value}'`);
  });

/** What the real server plans, by query: signature and cost. */
export const nativePlans = (database, queries) =>
  within(database, async (client) => {
    const plans = [];
    for (const { sql } of queries) {
      const { rows } = await client.query(`explain (format json, verbose) ${sql}`);
      const plan = rows[0]['QUERY PLAN'];
      const read = explained({ kind: 'done', rows: [{ 'QUERY PLAN': JSON.stringify(plan) }], affected: 0 });
      plans.push({ signature: signatureOf(read.plan), cost: read.plan.cost });
    }
    return plans;
  });
