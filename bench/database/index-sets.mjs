// `node bench/database/index-sets.mjs --data <directory> [--budgets 25,100,260]`: index sets of `plumbline check queries
// --budget` built for real on the native server, in a transaction that is rolled back: real MB, and the real planner's
// cost of the workload relative to primary keys only. Queries can be left out: --without q2,q15; --only shop takes one workload. With --execute the queries are run
// too, without parallel workers, and their processor time is compared; --verbose tells each query.
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

/** Hertz of the counts below (sysconf(_SC_CLK_TCK), proc_pid_stat(5)). */
const ticks = 100;

/** Seconds a process has spent on a processor: what else runs on the machine changes it little. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** A run takes no longer; without indexes some queries would take hours. */
const longest = '60s';
const isCancelled = ({ code }) => code === '57014';

/** Processor seconds of each query, the better of two runs, by its name; of one that is cancelled, until then. */
async function timesOf(client, queries) {
  const [{ pid }] = (await client.query('select pg_backend_pid() as pid')).rows;
  const times = new Map();
  for (const { name, sql } of queries) {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const before = processorSeconds(pid);
      await client.query('savepoint run');
      await client.query(`set local statement_timeout = '${longest}'`);
      await client.query(`explain (analyze, timing off, format json) ${sql}`).catch((error) => {
        if (!isCancelled(error)) throw error;
      });
      await client.query('rollback to savepoint run');
      runs.push(processorSeconds(pid) - before);
    }
    times.set(name, Math.min(...runs));
  }
  return times;
}

/** The workload writes too: nothing of it may stay. */
async function timeBefore(client, queries) {
  await client.query('begin');
  const times = await timesOf(client, queries);
  await client.query('rollback');
  return times;
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
  const time = execute ? await timesOf(client, queries) : undefined;
  await client.query('rollback');
  return { size, cost, time };
}

const sumOf = (times) => [...times.values()].reduce((sum, each) => sum + each, 0);

function comparedTimes(before, after) {
  const each = [...after].map(
    ([name, seconds]) => `\n    ${name} ${before.get(name).toFixed(2)} s, then ${seconds.toFixed(2)} s`,
  );
  const [then, now] = [sumOf(before), sumOf(after)];
  return (
    `processor ${then.toFixed(1)} s, then ${now.toFixed(1)} s (${(now / then).toFixed(3)})` +
    (process.argv.includes('--verbose') ? each.join('') : '')
  );
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
        const ran = execute ? `  ${comparedTimes(before, time)}` : '';
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
