// `node bench/database/declared.mjs --data <directory> [--generated 150] [--verbose]`: plans of a database that is only
// declared (declare.mjs: rows, distinct values, nulls, least and greatest value, frequencies of small domains, whether
// values lie in order) beside those of a native PostgreSQL 18 that has the rows.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedSchema, openProduction } from '../../dist/provers/postgres/production/open-production.js';
import { readStatisticsFile } from '../../dist/provers/postgres/production/read-statistics.js';
import { planQueries } from '../../dist/provers/postgres/queries/plan-queries.js';
import { dataDirectory, option, plumbline } from './cli.mjs';
import { declaredFrom } from './declare.mjs';
import { generatedQueries } from './generated.mjs';
import { makeDatabase, startNative, urlOf, within } from './native.mjs';
import { keepSettings, namedQueries, nativePlans, settingsOf } from './plans.mjs';
import { shopStatements } from './shop-data.mjs';
import { tpchStatements } from './tpch-data.mjs';

const directory = dataDirectory();
mkdirSync(join(directory, 'declared'), { recursive: true });

async function differing(database, queries) {
  await keepSettings(database, settingsOf({ workMem: '4MB', parallel: false }));
  const native = await nativePlans(database, queries);
  const exported = readStatisticsFile(plumbline(['stats', urlOf(database), '--values', 'keep']));
  const declared = await within(database, (client) =>
    declaredFrom(exported.statistics, async (sql) => (await client.query(sql)).rows),
  );
  const production = await openProduction({
    schema: exportedSchema(exported),
    statistics: readStatisticsFile(JSON.stringify(declared)),
  });
  const { planned } = await planQueries(
    production,
    queries.map((query) => ({ ...query, line: 1, parameters: false })),
  );
  await production.close();
  const ours = new Map(planned.map((each) => [each.query.name, each]));
  return queries.flatMap((query, at) => {
    const mine = ours.get(query.name)?.signature;
    const theirs = native[at].signature;
    return mine === theirs ? [] : [{ query, mine, theirs }];
  });
}

const total = { same: 0, of: 0 };
const stop = startNative(directory);
try {
  for (const [name, statements] of Object.entries({ shop: shopStatements, tpch: tpchStatements })) {
    const database = `${name}_fk`;
    await makeDatabase(database, statements(true));
    const named = namedQueries(readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8'));
    const queries = [...named, ...(await generatedQueries(database, Number(option('generated', '150')), 7))];
    const different = await differing(database, queries);
    total.same += queries.length - different.length;
    total.of += queries.length;
    const names = different.map(({ query }) => query.name).join(' ');
    console.log(`${database}  plans ${queries.length - different.length}/${queries.length}  ${names}`);
    if (process.argv.includes('--verbose'))
      for (const { query, mine, theirs } of different)
        console.log(`  ${query.sql}\n  declared ${mine}\n  native   ${theirs}`);
  }
} finally {
  stop();
}
console.log(
  `all ${total.of}  plans ${((100 * total.same) / total.of).toFixed(2)} % from declared statistics (limit 90 %)`,
);
