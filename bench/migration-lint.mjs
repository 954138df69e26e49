// `node bench/migration-lint.mjs --squawk <binary> --corpus <directory of .sql> [--files 5000] [--runs 5]`
// Files per second of the text rules beside squawk's command line on the same files in the same run: once in one thread
// of a process that is running (an editor, a server), once as whole processes, which also write their answer. The binary
// and the corpus stay outside the project; a small corpus is repeated until there are enough files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    squawk: { type: 'string' },
    corpus: { type: 'string' },
    files: { type: 'string', default: '5000' },
    runs: { type: 'string', default: '5' },
  },
});
if (values.squawk === undefined || values.corpus === undefined) {
  console.error('usage: migration-lint.mjs --squawk <binary> --corpus <directory> [--files n] [--runs n]');
  process.exit(2);
}
const fromSource = Boolean(process.features.typescript);
const cli = fromSource ? 'src/cli/main.ts' : `${process.env.PLUMBLINE_DIST ?? 'dist'}/cli/main.js`;
const wanted = Number(values.files);
const texts = readdirSync(values.corpus)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => readFileSync(join(values.corpus, file), 'utf8'));
const scratch = mkdtempSync(join(tmpdir(), 'plumbline-lint-'));
mkdirSync(join(scratch, 'migrations'));
for (let at = 0; at < wanted; at++)
  writeFileSync(join(scratch, 'migrations', `${String(at).padStart(6, '0')}.sql`), texts[at % texts.length]);
const files = readdirSync(join(scratch, 'migrations')).map((file) => join('migrations', file));

const from = (path) =>
  import(
    fromSource ? resolve(`src/${path}.ts`) : resolve(`${process.env.PLUMBLINE_DIST ?? 'dist'}/${path}.js`)
  );
const { loadGrammar, readScript } = await from('provers/migration/script/script');
const { lint } = await from('provers/migration/lint/lint');
const settings = { pgVersion: [15, 0, 0], assumeInTransaction: false, include: new Set() };
await loadGrammar();

/** Files per second of one run. */
const timed = (work) => {
  const start = performance.now();
  work();
  return (wanted / (performance.now() - start)) * 1000;
};
const wholeProcess = (command, args) => () => {
  const { status } = spawnSync(command, args, { cwd: scratch, maxBuffer: 1 << 30 });
  if (status !== 0 && status !== 1) throw new Error(`${command} ended with ${status}`);
};
const rules = () => {
  for (let at = 0; at < wanted; at++) lint(readScript('migration.sql', texts[at % texts.length]), settings);
};
const contestants = {
  'squawk, whole process': wholeProcess(values.squawk, ['--reporter', 'json', ...files]),
  'plumbline, text rules in one thread': rules,
  'plumbline --static, whole process': wholeProcess(process.execPath, [
    resolve(cli),
    'check',
    'migration',
    'migrations',
    '--static',
    '--json',
  ]),
};
const rates = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
console.log(`first pass in a process: ${Math.round(timed(rules)).toLocaleString('en-US')} files/s`);
// Turn by turn, so that a machine under load slows all of them.
for (let run = 0; run < Number(values.runs); run++)
  for (const [name, work] of Object.entries(contestants)) rates[name].push(timed(work));

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const peer = median(rates['squawk, whole process']);
for (const [name, list] of Object.entries(rates))
  console.log(
    `${name}: ${Math.round(median(list)).toLocaleString('en-US')} files/s (${(median(list) / peer).toFixed(2)}x)`,
  );
rmSync(scratch, { recursive: true, force: true });
