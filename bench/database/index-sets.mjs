// `node bench/database/index-sets.mjs --data <directory> [--budgets 25,100,260]`: index sets of `plumbline check queries
// --budget` built for real on the native server, in a transaction that is rolled back: real MB, and the real planner's
// cost of the workload relative to primary keys only. Queries can be left out: --without q2,q15; --only shop takes one workload. With --execute the queries are run too, and their time is compared.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory, option, plumbline } from './cli.mjs';
import { makeDatabase, startNative, urlOf, within } from './native.mjs';
import { keepSettings, namedQueries, settingsOf } from './plans.mjs';
import { shopStatements } from './shop-data.mjs';
import { tpchStatements } from './tpch-data.mjs';

const directory = dataDirectory();
const budgets = option('budgets', '25,100,260,400').split(',');
const megabytes = (bytes) => Number(bytes) / 2 ** 20;

async function costOf(client, queries) {
  let sum = 0;
  for (const { sql } of queries) {
    const { rows } = await client.query(`explain (format json) ${sql}`);
    sum += rows[0]['QUERY PLAN'][0].Plan['Total Cost'];
  }
  return sum;
}

/** Seconds all queries take, each the better of two runs. */
async function timeOf(client, queries) {
  let sum = 0;
  for (const { sql } of queries) {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const { rows } = await client.query(`explain (analyze, timing off, format json) ${sql}`);
      runs.push(rows[0]['QUERY PLAN'][0]['Execution Time']);
    }
    sum += Math.min(...runs) / 1000;
  }
  return sum;
}

/** The workload writes too: nothing of it may stay. */
async function timeBefore(client, queries) {
  await client.query('begin');
  const seconds = await timeOf(client, queries);
  await client.query('rollback');
  return seconds;
}
const without = option('without', '').split(',');
const execute = process.argv.includes('--execute');

async function built(client, queries, advice) {
  await client.query('begin');
  let size = 0;
  for (const [at, { sql }] of advice.indexes.entries()) {
    await client.query(sql.replace('index concurrently', `index advised_${at}`));
    const { rows } = await client.query(`select pg_relation_size('advised_${at}') as size`);
    size += megabytes(rows[0].size);
  }
  // Expressions have statistics only after an ANALYZE.
  for (const { sql } of advice.indexes)
    if (sql.includes('((')) await client.query(`analyze ${/ on (\S+)/.exec(sql)[1]}`);
  const cost = await costOf(client, queries);
  const time = execute ? await timeOf(client, queries) : undefined;
  await client.query('rollback');
  return { size, cost, time };
}

const stop = startNative(directory);
try {
  const scratch = join(directory, 'sets');
  mkdirSync(scratch, { recursive: true });
  for (const [name, statements] of Object.entries({ shop: shopStatements, tpch: tpchStatements })) {
    if (!name.includes(option('only', ''))) continue;
    const database = `${name}_pk`;
    await makeDatabase(database, statements(false));
    await keepSettings(database, settingsOf({ workMem: '4MB', parallel: false }));
    const source = new URL(`${name}.sql`, import.meta.url);
    const script = join(scratch, `${name}.sql`);
    const queries = namedQueries(readFileSync(source, 'utf8')).filter(({ name }) => !without.includes(name));
    writeFileSync(script, queries.map((query) => `-- name: ${query.name}\n${query.sql};\n`).join(''));
    const statistics = join(scratch, `${database}.json`);
    writeFileSync(statistics, plumbline(['stats', urlOf(database), '--values', 'keep']));
    let before;
    for (const budget of budgets) {
      const started = performance.now();
      const { measurements } = plumbline([
        'check',
        'queries',
        script,
        '--stats',
        statistics,
        '--budget',
        budget,
        '--fail-on',
        'never',
        '--json',
      ]);
      const seconds = (performance.now() - started) / 1000;
      await within(database, async (client) => {
        await client.query("set maintenance_work_mem = '1GB'");
        const base = await costOf(client, queries);
        before ??= execute ? await timeBefore(client, queries) : undefined;
        const { size, cost, time } = await built(client, queries, measurements.advice);
        const ran = execute
          ? `  run ${before.toFixed(1)} s, then ${time.toFixed(1)} s (${(time / before).toFixed(3)})`
          : '';
        const said = measurements.advice.after / measurements.advice.before;
        console.log(
          `${database}  budget ${budget} MB  said ${megabytes(measurements.advice.bytes).toFixed(1)} MB, ${said.toFixed(3)}  real ${size.toFixed(1)} MB, ${(cost / base).toFixed(3)}  ${seconds.toFixed(0)} s${ran}`,
        );
      });
    }
  }
} finally {
  stop();
}
