import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkFlow } from './check.ts';
import { exportFlow } from './export.ts';
import { readFlow } from './language/read-flow.ts';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../examples/flows');
const cured = readdirSync(folder).filter((file) => !file.includes('.broken.'));

const spinIsHere = ['spin', 'gcc'].every((tool) => spawnSync(tool, ['--version']).error === undefined);
if (!spinIsHere) console.log('skipped: spin is not installed');

function flowOf(file: string) {
  const read = readFlow(readFileSync(join(folder, file), 'utf8'));
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return read;
}

/** States that SPIN stores. */
function spin(model: string): number {
  const place = mkdtempSync(join(tmpdir(), 'plumbline-flow-'));
  try {
    writeFileSync(join(place, 'flow.pml'), model);
    const run = (command: string, ...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: place, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${command}: ${stdout}${stderr}`);
      return stdout;
    };
    run('spin', '-a', 'flow.pml');
    run('gcc', '-O0', '-DSAFETY', '-o', 'pan', 'pan.c');
    const output = run('./pan', '-m100000', '-w20');
    expect(output).toContain('errors: 0');
    return Number(/(\d+) states, stored/.exec(output)?.[1]);
  } finally {
    rmSync(place, { recursive: true });
  }
}

test.runIf(spinIsHere).each(cured)('SPIN stores as many states of %s, and finds no fault either', (file) => {
  const { flow, place } = flowOf(file);
  const { outcome } = checkFlow(file, flow, place);
  expect(spin(exportFlow(flow, 'promela').files[0]?.text ?? '')).toBe(outcome.measurements['states']);
});

test('a module of TLA+ comes with its configuration', () => {
  const { files, run } = exportFlow(flowOf('outbox.yaml').flow, 'tla');
  expect(files.map(({ name }) => name)).toEqual(['Outbox.tla', 'Outbox.cfg']);
  expect(files[0]?.text).toContain('---- MODULE Outbox ----');
  expect(run).toContain('Outbox');
});
