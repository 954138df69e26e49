// `node bench/database/plan-match.mjs --data <directory> [--generated 75] [--values keep]`: plans of `plumbline check
// queries`, fed with statistics alone, beside those of a native PostgreSQL 18 that holds the rows. Two schemas, with
// primary keys only and with an index for each foreign key; parallel workers off and on; four sizes of work_mem. The
// first run draws some 40 million rows into the directory (about 8 GB). Other versions and fewer rows:
// PLUMBLINE_BENCH_POSTGRES=<bin directory> PLUMBLINE_BENCH_SCALE=0.1, with a directory of their own;
// [--work-mem 4MB] [--serial] take some of the settings.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory, option, plumbline } from './cli.mjs';
import { generatedQueries } from './generated.mjs';
import { makeDatabase, startNative, urlOf } from './native.mjs';
import { keepSettings, namedQueries, nativePlans, settingsOf } from './plans.mjs';
import { shopStatements } from './shop-data.mjs';
import { tpchStatements } from './tpch-data.mjs';

const directory = dataDirectory();
const here = new URL('.', import.meta.url);
const scratch = join(directory, 'match');
const schemas = { tpch: tpchStatements, shop: shopStatements };
const only = option('only', '');
const variants = option('work-mem', '1MB,4MB,16MB,64MB')
  .split(',')
  .flatMap((workMem) =>
    (process.argv.includes('--serial') ? [false] : [false, true]).map((parallel) => ({
      workMem,
      parallel,
      randomPageCost: workMem === '64MB' ? 1.1 : 4,
    })),
  );

async function compare(database, queries, variant) {
  await keepSettings(database, settingsOf(variant));
  const native = await nativePlans(database, queries);
  const statistics = join(scratch, `${database}.json`);
  const script = join(scratch, `${database}.sql`);
  writeFileSync(statistics, plumbline(['stats', urlOf(database), '--values', option('values', 'keep')]));
  writeFileSync(script, queries.map(({ name, sql }) => `-- name: ${name}\n${sql};\n`).join(''));
  const answer = plumbline([
    'check',
    'queries',
    script,
    '--stats',
    statistics,
    '--fail-on',
    'never',
    '--json',
  ]);
  const ours = new Map(answer.measurements.queries.map((query) => [query.name, query]));
  const different = queries.filter(({ name }, at) => ours.get(name)?.signature !== native[at].signature);
  const close = queries.filter(
    ({ name }, at) => Math.abs((ours.get(name)?.cost ?? NaN) - native[at].cost) <= 0.01 * native[at].cost,
  );
  return { same: queries.length - different.length, close: close.length, of: queries.length, different };
}

mkdirSync(scratch, { recursive: true });
const stop = startNative(directory);
const total = { same: 0, close: 0, of: 0 };
try {
  for (const [name, statements] of Object.entries(schemas)) {
    for (const kind of ['fk', 'pk']) {
      const database = `${name}_${kind}`;
      if (!database.includes(only)) continue;
      await makeDatabase(database, statements(kind === 'fk'));
      const named = namedQueries(readFileSync(new URL(`${name}.sql`, here), 'utf8'));
      const queries = [...named, ...(await generatedQueries(database, Number(option('generated', '75')), 7))];
      for (const variant of variants) {
        const result = await compare(database, queries, variant);
        for (const key of Object.keys(total)) total[key] += result[key];
        const differ = result.different.map((query) => query.name).join(' ');
        const words = `${database}  work_mem ${variant.workMem}  ${variant.parallel ? 'parallel' : 'serial'}`;
        console.log(
          `${words}  plans ${result.same}/${result.of}  costs within 1 % ${result.close}/${result.of}  ${differ}`,
        );
      }
    }
  }
} finally {
  stop();
}
const share = (part) => `${((100 * part) / total.of).toFixed(2)} %`;
console.log(
  `all ${total.of}  plans ${share(total.same)} (limit 99 %)  costs within 1 % ${share(total.close)} (limit 97 %)`,
);
