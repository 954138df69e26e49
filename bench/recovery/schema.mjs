// `node bench/recovery/schema.mjs --repo <checkout> (--truth <schema.json> | --migrations <folder or files,...> | --database <name>)`
//   [--engine postgresql|mysql|pglite] [--reader data|whole] [--within <path regex>] [--ignore <table regex>] [--show]
// Compares the recovered tables with what the migrations make when a server really runs them, item by item. With
// --migrations the files run on a scratch database of the local server, which is dropped again; --database reads one
// that something else has filled. Nothing of the checkout belongs to the project.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mysqlCatalog, postgresCatalog, scratchDatabase } from './schema-catalog.mjs';
import { compareSchemas } from './schema-items.mjs';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    truth: { type: 'string' },
    migrations: { type: 'string' },
    database: { type: 'string' },
    engine: { type: 'string', default: 'postgresql' },
    reader: { type: 'string', default: 'data' },
    ignore: {
      type: 'string',
      default: '^(_prisma_migrations|schema_migrations|__diesel_schema_migrations)$',
    },
    within: { type: 'string' },
    gaps: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
  },
});
if (values.repo === undefined) {
  console.error(
    'usage: schema.mjs --repo <checkout> (--truth <json> | --migrations <files> | --database <name>)',
  );
  process.exit(2);
}
const fromSource = Boolean(process.features.typescript);
const from = (path) => import(fromSource ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { directorySource } = await from('sources/repository/directory');
const { gather, kindOf } = await from('sources/repository/gather');
const { readDatabase } = await from('sources/repository/database');
const { readCodebase } = await from('sources/repository/javascript/codebase');
const { scanFile } = await from('sources/repository/javascript/scan');
const { readRepository } = await from('sources/repository/repository');
const { compareMigrations } = await from('sources/repository/sql/versions');

const truth = await readTruth();
const started = performance.now();
const source = only(directorySource(values.repo), values.within);
const found = values.reader === 'whole' ? await readRepository(source) : await onlyData();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
const ignore = new RegExp(values.ignore);
const { rows, missing, extra } = compareSchemas(truth, found.data, values.engine, ignore);
for (const { kind, expected, met, extra: more } of rows) {
  const share = expected === 0 ? '-' : ((100 * met) / expected).toFixed(1);
  console.log(
    `${kind.padEnd(12)} ${String(met).padStart(5)} of ${String(expected).padStart(5)}  ${share.padStart(5)} %  extra ${more}`,
  );
}
console.log(`${seconds} s, ${found.gaps.length} gaps`);
if (values.show) {
  for (const line of missing) console.log(`- ${line}`);
  for (const line of extra) console.log(`+ ${line}`);
}
if (values.gaps)
  for (const { kind, subject, why } of found.gaps)
    if (/sql|migration|entit|drift|prisma|skip-file|model/.test(kind))
      console.log(`gap ${kind} ${subject}: ${why}`);

/** A part of the checkout, by a pattern of its paths. */
function only(whole, pattern) {
  if (pattern === undefined) return whole;
  const list = async () => {
    const { files, gaps } = await whole.list();
    return { files: files.filter(({ path }) => new RegExp(pattern).test(path)), gaps };
  };
  return { ...whole, list };
}

async function onlyData() {
  const repository = await gather(source, await source.list());
  const code = [...repository.files.values()].filter(({ path }) => kindOf(path) === 'code');
  const { data = {}, gaps = [] } = await readDatabase(
    repository,
    readCodebase(repository, code.map(scanFile)),
  );
  return { data: { tables: [], enums: [], ...data }, gaps };
}

async function readTruth() {
  if (values.truth !== undefined) return JSON.parse(readFileSync(values.truth, 'utf8'));
  const catalog = values.engine === 'mysql' ? mysqlCatalog : postgresCatalog;
  if (values.database !== undefined) return catalog(values.database);
  const files = (values.migrations ?? '').split(',').flatMap((path) => sqlFiles(path));
  const scratch = await scratchDatabase(values.engine);
  try {
    for (const path of files.toSorted(compareMigrations)) {
      const failed = await scratch.run(upHalf(readFileSync(join(values.repo, path), 'utf8')));
      if (failed !== undefined) console.error(`${path}: ${failed}`);
    }
    return await scratch.catalog();
  } finally {
    await scratch.drop();
  }
}

function sqlFiles(path) {
  if (!statSync(join(values.repo, path)).isDirectory()) return [path];
  return readdirSync(join(values.repo, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql') && !/(^|[./_-])down\.sql$/.test(name))
    .map((name) => `${path}/${name}`);
}

/** Files that carry both directions end at the marker of the second one. */
function upHalf(text) {
  const marker = /^\s*--\s*(\+goose\s+down|migrate:down|\+migrate\s+down)/im.exec(text);
  const own = marker === null ? text : text.slice(0, marker.index);
  return own.replaceAll(/^\s*(use\s+\S+|create\s+database[^;]*);/gim, '');
}
