// `node bench/schema-lint.mjs [--splinter <checkout>] [--pg-index-health <checkout of pg-index-health-sql>]
//   [--fixtures <checkout of pg-index-health>] [--schema <name>=<folder or file, ...>]... [--pages src/rules/data] [--show]`
// Runs the checks of splinter and pg-index-health on databases that are really made (PGlite), and compares each answer
// with the findings on the same SQL. Nothing of the checkouts belongs to the project.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { healthChecks, plain, splinterChecks } from './schema-lint/checks.mjs';
import { healthFixtures, pageDatabases, platformOf, splinterSteps } from './schema-lint/databases.mjs';
import { withoutRule } from './schema-lint/reasons.mjs';
import { Tally } from './schema-lint/tally.mjs';

const { values } = parseArgs({
  options: {
    splinter: { type: 'string' },
    'pg-index-health': { type: 'string' },
    fixtures: { type: 'string' },
    schema: { type: 'string', multiple: true, default: [] },
    pages: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
});
const from = (path) => import(process.features.typescript ? `../src/${path}.ts` : `../dist/${path}.js`);
const { openScratch } = await from('provers/postgres/scratch');
const { openSession } = await from('provers/postgres/session');
const { memorySource } = await from('sources/repository/source');
const { readRepository } = await from('sources/repository/repository');
const { compareMigrations } = await from('sources/repository/sql/versions');
const { loadSqlParser, splitText } = await from('sources/repository/sql/script');
const { examine } = await from('rules/rule');
const { placedRules } = await from('rules/all');
await loadSqlParser();

const rules = placedRules.filter(({ concern }) => concern === 'data').map(({ rule }) => rule);
const covers = (check) => rules.filter(({ standards }) => standards.includes(check)).map(({ id }) => id);
const allChecks = [
  ...(values['pg-index-health'] === undefined ? [] : healthChecks(values['pg-index-health'])),
  ...(values.splinter === undefined ? [] : splinterChecks(values.splinter)),
];
const checks = allChecks.filter(({ id }) => covers(id).length > 0);
const open = allChecks.filter(({ id }) => covers(id).length === 0);
const tally = new Tally();

/** Findings on a database told by its SQL alone. */
async function findingsOn(files) {
  const backend = await readRepository(memorySource(new Map(files)));
  return { backend, findings: examine(backend, rules) };
}

/** One database: the statements that PostgreSQL takes are what both sides see. */
async function compare(name, files) {
  const whole = files.map(([, text]) => text).join('\n;\n');
  const scratch = await openScratch(`${platformOf(whole)}\n${whole}`);
  try {
    if (scratch.refusals.length > 0)
      console.log(
        `${name}: ${scratch.refusals.length} statements refused, first: ${scratch.refusals[0].why}`,
      );
    const { backend, findings } = await findingsOn(files);
    const parents = new Map(
      (
        await scratch.session.rows(
          'select inhrelid::regclass::text as child, inhparent::regclass::text as parent from pg_inherits',
        )
      ).map(({ child, parent }) => [plain(child), plain(parent)]),
    );
    for (const check of checks) {
      const ran = await check.run(scratch.session);
      if (ran.kind === 'failed') console.log(`${name}: ${check.id} does not run: ${ran.why}`);
      else
        tally.add(
          name,
          check,
          ran.items,
          findings.filter(({ rule }) => covers(check.id).includes(rule)),
          backend,
          parents,
        );
    }
  } finally {
    await scratch.session.close();
  }
}

const sqlOf = (place) => {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => join(place, file))
    .sort(compareMigrations);
};

if (values.splinter !== undefined)
  for (const step of splinterSteps(values.splinter, splitText)) {
    if (covers(step.check).length === 0) continue;
    await step.play({ openSession, findingsOn, tally, covers, checks });
  }
if (values.fixtures !== undefined) {
  const files = await healthFixtures(values.fixtures, openScratch, splitText);
  await compare('pg-index-health fixtures', files);
}
if (values.pages !== undefined)
  for (const { name, files } of pageDatabases(values.pages)) await compare(`page ${name}`, files);
for (const given of values.schema) {
  const [name, places] = given.split('=');
  const files = places.split(',').flatMap(sqlOf);
  await compare(
    name,
    files.map((file, at) => [
      `migrations/${String(at + 1).padStart(4, '0')}.sql`,
      readFileSync(file, 'utf8'),
    ]),
  );
}
tally.print(values.show);
for (const { id } of open) console.log(`no rule for ${id}: ${withoutRule[id] ?? 'NOT DECIDED'}`);
process.exit(tally.missed === 0 ? 0 : 1);
