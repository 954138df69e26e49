import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Json } from '../model/origin.ts';
import { manifestPath } from '../road/output-directory.ts';
import { edited, remove } from '../testing/api-mutations/edit.ts';
import { ordersApi } from '../testing/api-mutations/orders-api.ts';
import { diff } from './diff.ts';
import type { Tools } from './operation.ts';

const cwd = mkdtempSync(join(tmpdir(), 'plumbline-diff-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const tools: Tools = { cwd, version: 'test', progress: () => {} };

function write(file: string, value: Json | string): void {
  const full = join(cwd, file);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, typeof value === 'string' ? value : JSON.stringify(value));
}

interface Told {
  readonly gate?: string;
  readonly findings?: readonly (readonly [name: string, level: string])[];
  readonly latency?: number;
  readonly cost?: number;
  readonly api?: Json;
}

/** What of a package is compared. */
function writePackage(
  name: string,
  { gate = 'open', findings = [], latency = 500, cost = 100, api }: Told,
): string {
  write(`${name}/${manifestPath}`, { files: {} });
  write(`${name}/gates.json`, [{ gate: 'output', state: gate, because: ['a claim is refuted'] }]);
  write(`${name}/findings.sarif`, {
    runs: [
      {
        results: findings.map(([finding, level]) => ({
          ruleId: finding.split('@')[0] ?? '',
          level,
          message: { text: `${finding} was found.` },
          partialFingerprints: { 'plumbline/v1': finding },
        })),
      },
    ],
  });
  write(`${name}/model.json`, {
    requirements: {
      objectives: [{ id: 'browse', latency: { percentile: 95, limit: { value: latency, unit: 'ms' } } }],
    },
    architecture: { containers: [{ cost: { value: cost, unit: 'EUR/month' } }] },
  });
  write(`${name}/4-api/openapi.json`, api ?? ordersApi);
  return name;
}

const run = (old: string, next: string, more: Readonly<Record<string, string>> = {}) =>
  diff.run({ old, new: next, ...more }, tools);

test('a package is the same as itself', async () => {
  writePackage('same', {});
  const { exit, result, text } = await run('same', 'same');
  expect([exit, result['verdict'], text]).toEqual([0, 'same', 'Nothing differs.\n']);
});

test('what is breaking, worse and better is told apart', async () => {
  writePackage('was', {
    findings: [
      ['gone@a', 'error'],
      ['milder@b', 'error'],
    ],
    latency: 500,
    cost: 100,
  });
  writePackage('is', {
    gate: 'shut',
    findings: [
      ['milder@b', 'warning'],
      ['new@c', 'warning'],
    ],
    latency: 800,
    cost: 150,
    api: edited(ordersApi, [remove('/paths/~1search')]),
  });
  const { exit, result, text } = await run('was', 'is');
  expect(exit).toBe(1);
  expect(result).toMatchObject({ verdict: 'breaking', breaking: 1, worse: 4, better: 2, changed: 0 });
  for (const line of [
    '  api  4-api/openapi.json path-removed@paths/~1search',
    'The gate output is shut instead of open: a claim is refuted.',
    '  finding  new@c',
    'Gone: it was a blocker.',
    'It is a warning and was a blocker.',
    '800 instead of 500.',
    '150 EUR a month instead of 100.',
  ])
    expect(text).toContain(line);
});

test('--fail-on decides what fails', async () => {
  writePackage('cheap', { cost: 100 });
  writePackage('dear', { cost: 150 });
  expect((await run('cheap', 'dear')).exit).toBe(0);
  expect((await run('cheap', 'dear', { failOn: 'advice' })).exit).toBe(1);
  expect((await run('dear', 'cheap', { failOn: 'advice' })).exit).toBe(0);
});

test('two documents are compared alone', async () => {
  write('old.json', ordersApi);
  write('new.json', edited(ordersApi, [remove('/paths/~1search')]));
  const { exit, result } = await run('old.json', 'new.json', { format: 'json' });
  expect([exit, result['verdict']]).toEqual([1, 'breaking']);
  expect((await run('new.json', 'old.json')).exit).toBe(0);
});

test('what cannot be compared is refused with the next step', async () => {
  writePackage('good', {});
  writePackage('bad', {});
  write('bad/model.json', '{');
  mkdirSync(join(cwd, 'folder'));
  write('document.json', ordersApi);
  await expect(run('good', 'folder')).rejects.toMatchObject({
    message: 'this is not a package',
    where: 'folder',
  });
  await expect(run('good', 'bad')).rejects.toMatchObject({ where: 'bad/model.json' });
  await expect(run('good', 'document.json')).rejects.toThrow(/is a package and document\.json a document/);
  await expect(run('good', 'nowhere')).rejects.toThrow(/is a package and nowhere a document|no such file/);
});
