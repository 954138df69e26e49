// `npm run bench [-- <name>]`: each figure of a whole process, as CPU time and peak memory, beside a limit or a peer
// measured in the same run. Medians of several runs; a machine under load moves both sides of a ratio.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sample } from './measure.mjs';
import { modelFigures } from './model.mjs';

const cli = resolve('dist/cli/main.js');
if (!existsSync(cli)) {
  console.error('nothing is built: npm run build');
  process.exit(2);
}
const sentence =
  'Design a scalable backend architecture for our e-commerce platform handling 100K concurrent users. ' +
  'We need user authentication, product management, order processing, and payment integration.';

const scratch = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const whole = (number) => Math.round(number).toLocaleString('en-US');
const rows = [];
const row = (name, value, limit, note) => rows.push([name, value, limit === undefined ? '' : limit, note]);

function coldStart() {
  const peer = sample(9, ['-e', '0']);
  const help = sample(9, [cli, '--help']);
  row(
    'cold start of --help, CPU',
    `${whole(help.cpu)} ms`,
    '150 ms',
    `${(help.cpu / peer.cpu).toFixed(2)}x of node -e 0 (${whole(peer.cpu)} ms)`,
  );
}

function designSentence() {
  const run = sample(3, [cli, 'design', sentence, '--out', join(scratch, 'design'), '--quiet']);
  row(
    'design of the seed sentence, wall',
    `${(run.wall / 1000).toFixed(1)} s`,
    '10 s',
    `${(run.wall / 10_000).toFixed(2)}x of the limit; CPU ${(run.cpu / 1000).toFixed(1)} s, peak ${whole(run.rss)} MB, exit ${run.status}`,
  );
}

/** The design alone, without provers and documents: CPU time of the first one in a process. */
function designAlone() {
  const from = (path) => JSON.stringify(new URL(`../dist/${path}.js`, import.meta.url).href);
  const code = `
    const { designBackend } = await import(${from('design/design')});
    const { readBrief } = await import(${from('sources/brief/read')});
    const { loadPacks } = await import(${from('sources/brief/packs')});
    const { readFileSync } = await import('node:fs');
    const file = 'examples/shop.brief.yaml';
    const { brief } = readBrief(readFileSync(file, 'utf8'), { file, packs: loadPacks() });
    const before = process.cpuUsage().user;
    designBackend(brief);
    console.log((process.cpuUsage().user - before) / 1e6);`;
  const runs = [1, 2, 3].map(() =>
    Number(
      spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout.trim(),
    ),
  );
  const [, median = Number.NaN] = runs.toSorted((a, b) => a - b);
  row(
    'design of the reference brief alone, CPU',
    `${median.toFixed(2)} s`,
    '3 s',
    `${(median / 3).toFixed(2)}x of the limit`,
  );
}

/** The queries of a large application over a schema of its size; what the planner is told of it is declared. */
async function checkQueries() {
  const { manyQueries } = await import('./database/many-queries.mjs');
  const size = { tables: 120, queries: 300 };
  const { schema, statistics, queries } = manyQueries({ ...size, seed: 1 });
  const at = (name) => join(scratch, name);
  writeFileSync(at('schema.sql'), schema);
  writeFileSync(at('statistics.json'), statistics);
  writeFileSync(at('queries.sql'), queries);
  const files = [at('queries.sql'), '--schema', at('schema.sql'), '--stats', at('statistics.json')];
  const run = sample(3, [cli, 'check', 'queries', ...files, '--json']);
  row(
    `check of ${size.queries} queries on ${size.tables} tables, wall`,
    `${(run.wall / 1000).toFixed(1)} s`,
    '20 s',
    `CPU ${(run.cpu / 1000).toFixed(1)} s, peak ${whole(run.rss)} MB of 900 MB, exit ${run.status}`,
  );
}

/** The example backend many times over: a repository of some thousand files with routes, SQL and containers. */
function analyzeMany() {
  const repository = join(scratch, 'many');
  const copies = 50;
  for (let copy = 0; copy < copies; copy += 1) {
    const folder = join(repository, 'services', `shop-${copy}`);
    mkdirSync(folder, { recursive: true });
    cpSync('examples/bookshop', folder, { recursive: true });
  }
  const files = Number(
    spawnSync('find', [repository, '-type', 'f'], { encoding: 'utf8' }).stdout.split('\n').length - 1,
  );
  const run = sample(1, [cli, 'analyze', repository, '--out', join(scratch, 'analysis'), '--quiet']);
  row(
    'analyze, CPU per 1,000 files',
    `${(run.cpu / files).toFixed(1)} s`,
    '',
    `${files} files, wall ${(run.wall / 1000).toFixed(1)} s, peak ${whole(run.rss)} MB, exit ${run.status}`,
  );
}

const benches = {
  'cold-start': coldStart,
  design: designSentence,
  'design-alone': designAlone,
  'check-queries': checkQueries,
  analyze: analyzeMany,
  model: () => modelFigures({ cli, scratch, row, tree }),
};
const treeAt = process.argv.indexOf('--tree');
/** A checkout of the reader's choice instead of copies of the example. */
const tree = treeAt === -1 ? undefined : process.argv[treeAt + 1];
const asked = process.argv.slice(2).filter((word) => word in benches);
try {
  for (const [name, bench] of Object.entries(benches))
    if (asked.length === 0 || asked.includes(name)) await bench();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const header = ['figure', 'measured', 'limit', 'beside'];
const widths = header.map((title, column) =>
  Math.max(title.length, ...rows.map((cells) => cells[column].length)),
);
for (const cells of [header, ...rows])
  console.log(
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
