// `node bench/database/what-if.mjs --data <directory> [--generated 75] [--only shop]`: indexes that nobody has built,
// as Plumbline's planner sees them, beside the same indexes really built on a native PostgreSQL 18 that has the rows:
// their size, and the plan and the cost of every query that reads their table. Each is built in a transaction that is
// rolled back; expressions are analysed there as the index's user would.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explained, judged } from '../../dist/provers/postgres/explain.js';
import { explainAsServer } from '../../dist/provers/postgres/production/explain-as-server.js';
import { openProduction } from '../../dist/provers/postgres/production/open-production.js';
import { readStatisticsFile } from '../../dist/provers/postgres/production/read-statistics.js';
import { signatureOf } from '../../dist/provers/postgres/queries/signature.js';
import { switchIndexes } from '../../dist/provers/postgres/size-indexes.js';
import { createCandidates } from '../../dist/provers/postgres/what-if.js';
import { dataDirectory, option, plumbline } from './cli.mjs';
import { generatedQueries } from './generated.mjs';
import { makeDatabase, startNative, urlOf, within } from './native.mjs';
import { keepSettings, namedQueries, settingsOf } from './plans.mjs';
import { shopStatements } from './shop-data.mjs';
import { tpchStatements } from './tpch-data.mjs';
import { candidates } from './what-if-candidates.mjs';

const directory = dataDirectory();
const only = option('only', '');
const verbose = process.argv.includes('--verbose');
mkdirSync(join(directory, 'what-if'), { recursive: true });

async function nativePlan(client, sql) {
  const { rows } = await client.query(`explain (format json, verbose) ${sql}`);
  const read = explained({
    kind: 'done',
    rows: [{ 'QUERY PLAN': JSON.stringify(rows[0]['QUERY PLAN']) }],
    affected: 0,
  });
  return { signature: signatureOf(read.plan), cost: read.plan.cost };
}

async function ourPlan(production, sql) {
  const asked = await explainAsServer(
    production.session,
    production.memory,
    `explain (format json, verbose) ${sql}`,
  );
  const { plan } = judged(asked.answer);
  return { signature: signatureOf(plan), cost: plan.cost };
}

const inOrder = async (list, ask) => {
  const answers = [];
  for (const each of list) answers.push(await ask(each));
  return answers;
};

/** @returns pages, and the plans of the queries with the index */
async function really(client, { sql, name }, queries) {
  await client.query('begin');
  try {
    await client.query(sql);
    const [{ pages, table, expression }] = (
      await client.query(
        `select pg_relation_size(indexrelid) / 8192 as pages, indrelid::regclass as table, indexprs is not null as expression from pg_index where indexrelid = $1::regclass`,
        [name],
      )
    ).rows;
    if (expression) await client.query(`analyze ${table}`);
    return { pages: Number(pages), plans: await inOrder(queries, (query) => nativePlan(client, query.sql)) };
  } finally {
    await client.query('rollback');
  }
}

const geometric = (factors) =>
  Math.exp(factors.reduce((sum, factor) => sum + Math.abs(Math.log(factor)), 0) / factors.length);

async function compare(database, definitions, queries) {
  await keepSettings(database, settingsOf({ workMem: '4MB', parallel: false }));
  const statistics = readStatisticsFile(plumbline(['stats', urlOf(database), '--values', 'keep']));
  const production = await openProduction({ schema: undefined, statistics });
  const asked = definitions.map((definition, at) => ({
    definition,
    name: `candidate_${at + 1}`,
    sql: `create index candidate_${at + 1} on ${definition}`,
    readers: queries.filter(({ sql }) => new RegExp(`\\b${definition.split(' ')[0]}\\b`, 'i').test(sql)),
  }));
  const made = await createCandidates(
    production,
    asked.map(({ sql }) => sql),
  );
  const results = [];
  await within(database, async (client) => {
    await client.query("set maintenance_work_mem = '1GB'");
    const base = new Map();
    for (const query of queries) base.set(query, await nativePlan(client, query.sql));
    for (const [at, candidate] of asked.entries()) {
      const ours = made[at];
      if (ours.kind === 'refused') throw new Error(`${candidate.sql}: ${ours.why}`);
      await switchIndexes(production.session, ours.oids, true);
      const plans = await inOrder(candidate.readers, (query) => ourPlan(production, query.sql));
      await switchIndexes(production.session, ours.oids, false);
      const real = await really(client, candidate, candidate.readers);
      const different = candidate.readers.filter(
        (_, nth) => plans[nth].signature !== real.plans[nth].signature,
      );
      const close = candidate.readers.filter(
        (_, nth) => Math.abs(plans[nth].cost / real.plans[nth].cost - 1) <= 0.01,
      ).length;
      const used = real.plans.filter(({ signature }) => signature.includes(`using ${candidate.name}`)).length;
      const sum = (list) => list.reduce((total, { cost }) => total + cost, 0);
      const before = sum(candidate.readers.map((query) => base.get(query)));
      const saving = Math.abs(sum(plans) - sum(real.plans)) / Math.max(1, before);
      results.push({
        pages: real.pages,
        factor: ours.pages / real.pages,
        of: plans.length,
        same: plans.length - different.length,
        close,
        saving,
      });
      const { factor } = results.at(-1);
      console.log(
        `${database}  ${candidate.definition}  pages ${ours.pages} for ${real.pages} (${factor.toFixed(3)})  plans ${results.at(-1).same}/${plans.length}, ${used} use it  costs within 1 % ${close}/${plans.length}  saving off by ${(100 * saving).toFixed(3)} points  ${different.map(({ name }) => name).join(' ')}`,
      );
      if (verbose)
        for (const query of different) {
          const nth = candidate.readers.indexOf(query);
          console.log(
            `  ${query.sql}\n  ours ${plans[nth].cost} ${plans[nth].signature}\n  real ${real.plans[nth].cost} ${real.plans[nth].signature}`,
          );
        }
    }
  });
  await production.close();
  return results;
}

const share = (part, of) => `${part}/${of} = ${((100 * part) / of).toFixed(2)} %`;
function told(name, results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const factors = results.map(({ factor }) => factor);
  const off = results.map(({ factor }) => Math.max(factor, 1 / factor));
  console.log(
    `${name}: ${results.length} indexes  plans ${share(sum('same'), sum('of'))} (limit 99 %)  costs within 1 % ${share(sum('close'), sum('of'))}  sizes geometric ${geometric(factors).toFixed(3)}x, worst ${Math.max(...off).toFixed(3)}x, ${off.filter((each) => each <= 1.1).length} within 1.1x  saving off by ${(100 * (sum('saving') / results.length)).toFixed(3)} points on average`,
  );
}

const stop = startNative(directory);
try {
  const all = [];
  for (const [name, statements] of Object.entries({ shop: shopStatements, tpch: tpchStatements })) {
    if (!name.includes(only)) continue;
    const database = `${name}_pk`;
    await makeDatabase(database, statements(false));
    const named = namedQueries(readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8'));
    const queries = [...named, ...(await generatedQueries(database, Number(option('generated', '75')), 7))];
    const results = await compare(database, candidates[name], queries);
    told(name, results);
    all.push(...results);
  }
  told('all', all);
} finally {
  stop();
}
