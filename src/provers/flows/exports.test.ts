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

const flowOf = (file: string) => told(readFileSync(join(folder, file), 'utf8'));

function told(text: string) {
  const read = readFlow(text);
  if (read.kind !== 'flow') throw new Error(JSON.stringify(read.problems));
  return read;
}

/** States that SPIN stores, and the failed assertions it passes on its way. */
function spin(model: string): { readonly states: number; readonly errors: number } {
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
    const output = run('./pan', '-m100000', '-w20', '-c0');
    const count = (pattern: RegExp): number => Number(pattern.exec(output)?.[1]);
    return { states: count(/(\d+) states, stored/), errors: count(/errors: (\d+)/) };
  } finally {
    rmSync(place, { recursive: true });
  }
}

test.runIf(spinIsHere).each(cured)('SPIN stores as many states of %s, and finds no fault either', (file) => {
  const { flow, place } = flowOf(file);
  const { outcome } = checkFlow(file, flow, place);
  const found = spin(exportFlow(flow, 'promela').files[0]?.text ?? '');
  expect(found).toEqual({ states: outcome.measurements['states'], errors: 0 });
});

test('a module of TLA+ comes with its configuration', () => {
  const { files, run } = exportFlow(flowOf('outbox.yaml').flow, 'tla');
  expect(files.map(({ name }) => name)).toEqual(['Outbox.tla', 'Outbox.cfg']);
  expect(files[0]?.text).toContain('---- MODULE Outbox ----');
  expect(run).toContain('Outbox');
});

/** Two requests about one order, each repeated, that go to the bank by two processes with one key. */
const shared = `flow: shared
each: request
participants: { shop: service, app: service, bank: external }
records: { charges: { at: bank, values: times, shared: true } }
keys: { order id: { shared: true } }
processes:
  shop-pays: { at: shop, on: request, repeated: true, steps: [{ call: bank, does: { charges: charges + 1 }, key: order id, timeout: true, attempts: unlimited }] }
  app-pays: { at: app, on: request, steps: [{ call: bank, does: { charges: charges + 1 }, key: order id, timeout: true }] }
always: [{ that: charges <= 1 }]
`;

test.runIf(spinIsHere)('SPIN agrees about a key that instances and processes share', () => {
  const { flow, place } = told(shared);
  const { outcome } = checkFlow('shared.yaml', flow, place);
  expect(outcome.verdict.kind).toBe('proved');
  const found = spin(exportFlow(flow, 'promela').files[0]?.text ?? '');
  expect(found).toEqual({ states: outcome.measurements['states'], errors: 0 });
  const apart = told(shared.replace('shared: true } }\nprocesses', 'shared: false } }\nprocesses'));
  expect(checkFlow('apart.yaml', apart.flow, apart.place).outcome.verdict.kind).toBe('refuted');
  expect(spin(exportFlow(apart.flow, 'promela').files[0]?.text ?? '').errors).toBeGreaterThan(0);
});

test.runIf(spinIsHere)('a value that would leave its range is no proof in SPIN either', () => {
  const { flow, place } = told(`flow: counting
each: job
participants: { a: service }
records: { n: { at: a, values: 0..2, shared: true }, done: { at: a, values: [no, yes] } }
processes:
  add: { at: a, on: request, repeated: true, steps: [{ transaction: { n: n + 1, done: yes } }] }
ends: done = yes
bounds: { instances: 1 }
`);
  const { outcome } = checkFlow('counting.yaml', flow, place);
  expect(outcome.verdict.kind).toBe('undecided');
  const found = spin(exportFlow(flow, 'promela').files[0]?.text ?? '');
  expect(found.states).toBe(outcome.measurements['states']);
  expect(found.errors).toBeGreaterThan(0);
});
