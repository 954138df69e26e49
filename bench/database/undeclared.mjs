// `node bench/database/undeclared.mjs --data <directory> [--generated 150] [--verbose]`: a database of which only the
// rows and the key columns are declared. Of the queries whose plan the other declarations change, for how many is an
// undeclared column told, and what plan do the told columns give once they are declared?
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportedSchema, openProduction } from '../../dist/provers/postgres/production/open-production.js';
import { readStatisticsFile } from '../../dist/provers/postgres/production/read-statistics.js';
import { planQueries } from '../../dist/provers/postgres/queries/plan-queries.js';
import { findReasons } from '../../dist/provers/postgres/queries/reasons.js';
import { dataDirectory, option, plumbline } from './cli.mjs';
import { declaredFrom } from './declare.mjs';
import { generatedQueries } from './generated.mjs';
import { makeDatabase, startNative, urlOf, within } from './native.mjs';
import { keepSettings, namedQueries, settingsOf } from './plans.mjs';
import { shopStatements } from './shop-data.mjs';
import { tpchStatements } from './tpch-data.mjs';

const directory = dataDirectory();
mkdirSync(join(directory, 'declared'), { recursive: true });

const keyColumns = `
select distinct c.relname || '.' || a.attname as name
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any (k.conkey)
where k.contype in ('p', 'u', 'f') and c.relnamespace = 'public'::regnamespace`;

const onlyColumns = ({ tables }, keep) => ({
  tables: tables.map((each) => ({
    ...each,
    columns: each.columns.filter(({ name }) => keep.has(`${each.table}.${name}`)),
  })),
});

/** The plans under some declarations, and what is told of those that are not made. */
async function planned(schema, declared, queries, tell) {
  const production = await openProduction({
    schema,
    statistics: readStatisticsFile(JSON.stringify(declared)),
  });
  const plans = await planQueries(
    production,
    queries.map((query) => ({ ...query, line: 1, parameters: false })),
  );
  const reasons = tell ? await findReasons(production, plans.planned) : new Map();
  await production.close();
  return {
    signature: new Map(plans.planned.map((each) => [each.query.name, each.signature])),
    told: (name) => (reasons.get(name) ?? []).filter(({ kind }) => kind === 'undeclared'),
  };
}

const columnsOf = (told) =>
  told.flatMap(({ columns, changed }) => columns ?? [changed.slice(0, changed.indexOf(' '))]);

async function measure(database, queries) {
  await keepSettings(database, settingsOf({ workMem: '4MB', parallel: false }));
  const exported = readStatisticsFile(plumbline(['stats', urlOf(database), '--values', 'keep']));
  const { all, keys } = await within(database, async (client) => ({
    all: await declaredFrom(exported.statistics, async (sql) => (await client.query(sql)).rows),
    keys: new Set((await client.query(keyColumns)).rows.map(({ name }) => name)),
  }));
  const schema = exportedSchema(exported);
  const whole = await planned(schema, all, queries, false);
  const part = await planned(schema, onlyColumns(all, keys), queries, true);
  const changed = queries.filter(({ name }) => whole.signature.get(name) !== part.signature.get(name));
  let told = 0;
  let given = 0;
  for (const query of changed) {
    const columns = columnsOf(part.told(query.name));
    if (columns.length === 0) {
      if (process.argv.includes('--verbose'))
        console.log(
          `  ${query.name} is told nothing: ${query.sql}\n    keys ${part.signature.get(query.name)}\n    all  ${whole.signature.get(query.name)}`,
        );
      continue;
    }
    told += 1;
    const some = await planned(schema, onlyColumns(all, new Set([...keys, ...columns])), [query], false);
    if (some.signature.get(query.name) === whole.signature.get(query.name)) given += 1;
  }
  const untouched = queries.length - changed.length;
  const needless = queries.filter(
    (each) => !changed.includes(each) && part.told(each.name).length > 0,
  ).length;
  console.log(
    `${database}  ${changed.length} of ${queries.length} plans change; told ${told}; the told columns give the plan ${given}; told also of ${needless} of ${untouched} that do not change`,
  );
  return { changed: changed.length, told, given };
}

const total = { changed: 0, told: 0, given: 0 };
const stop = startNative(directory);
try {
  for (const [name, statements] of Object.entries({ shop: shopStatements, tpch: tpchStatements })) {
    if (!name.includes(option('only', ''))) continue;
    const database = `${name}_fk`;
    await makeDatabase(database, statements(true));
    const named = namedQueries(readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8'));
    const queries = [...named, ...(await generatedQueries(database, Number(option('generated', '150')), 7))];
    const found = await measure(database, queries);
    for (const key of Object.keys(total)) total[key] += found[key];
  }
} finally {
  stop();
}
console.log(
  `all: ${total.changed} plans change with what is undeclared, told ${total.told}, the told columns give the plan ${total.given}`,
);
