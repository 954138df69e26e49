// `plumbline model`: limits of the design, growth with the number of lines, a second run, and beside it a tool that only
// builds the import graph. The peer is installed into the scratch folder; without a registry that row says so.
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sample } from './measure.mjs';

const peer = ['dependency-cruiser@17.0.1', 'typescript@5.9.3'];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const code = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;

export function modelFigures({ cli, scratch, row, tree }) {
  const whole = tree ?? copies(scratch, 'model', 22);
  const lines = linesOf(whole);
  const run = sample(3, [cli, 'model', whole, '--json']);
  const limit = 4000 * Math.max(1, lines / 150_000);
  row(
    'model, wall',
    seconds(run.wall),
    seconds(limit),
    `${lines.toLocaleString('en-US')} lines of code; CPU ${seconds(run.cpu)}, peak ${Math.round(run.rss)} MB of 700 MB`,
  );
  const cache = join(scratch, 'cache');
  sample(1, [cli, 'model', whole, '--json', '--cache', cache]);
  const warm = sample(3, [cli, 'model', whole, '--json', '--cache', cache]);
  row('model again, nothing changed, wall', seconds(warm.wall), '0.50 s', `CPU ${seconds(warm.cpu)}`);
  if (tree === undefined) growth({ cli, scratch, row, run, lines });
  besidePeer({ scratch, row, whole, run });
}

/** The example many times over: each copy is a service of its own. */
function copies(scratch, name, count) {
  const repository = join(scratch, name);
  for (let copy = 0; copy < count; copy += 1) {
    const folder = join(repository, 'services', `shop-${copy}`);
    mkdirSync(folder, { recursive: true });
    cpSync('examples/bookshop', folder, { recursive: true });
    // A service has far more code than the example: plain functions make up for it.
    for (let file = 0; file < 20; file += 1) {
      const path = join(folder, 'src', `rules-${file}.ts`);
      appendFileSync(path, Array.from({ length: 60 }, (_, at) => plainFunction(at)).join('\n'));
    }
  }
  return repository;
}

const plainFunction = (at) => `export function price${at}(amount: number, discount: number): number {
  if (amount < ${at}) return amount;
  const reduced = amount - (amount * discount) / ${at + 1};
  return Math.max(0, Math.round(reduced));
}
`;

function growth({ cli, scratch, row, run, lines }) {
  const half = copies(scratch, 'half', 11);
  const smaller = sample(3, [cli, 'model', half, '--json']);
  const factor = run.cpu / smaller.cpu / (lines / linesOf(half));
  row('model, CPU per line at twice the lines', `${factor.toFixed(2)}x`, '1.15x', 'linear is 1.00x');
}

function besidePeer({ scratch, row, whole, run }) {
  const folder = join(scratch, 'peer');
  mkdirSync(folder, { recursive: true });
  const installed = spawnSync('npm', ['install', '--prefix', folder, '--no-save', '--silent', ...peer], {
    encoding: 'utf8',
  });
  if (installed.status !== 0) {
    row('model, beside an import graph alone', 'skipped', '', `${peer[0]} could not be installed`);
    return;
  }
  const program = join(folder, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const other = sample(1, [
    program,
    '--no-config',
    '--exclude',
    'node_modules',
    '--output-type',
    'json',
    whole,
  ]);
  row(
    'model, beside an import graph alone, wall',
    `${(run.wall / other.wall).toFixed(2)}x`,
    '1.00x',
    `${peer[0]}: ${seconds(other.wall)}, peak ${Math.round(other.rss)} MB, exit ${other.status}`,
  );
}

function linesOf(folder) {
  let lines = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && code.test(entry.name) && !entry.parentPath.includes('node_modules'))
      lines += readFileSync(join(entry.parentPath, entry.name), 'utf8').split('\n').length - 1;
  return lines;
}
