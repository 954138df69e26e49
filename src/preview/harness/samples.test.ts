import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSuite } from '../../provers/suite/run-suite.ts';
import { openWorkspace } from '../../provers/suite/workspace.ts';
import { testedPackage } from '../../testing/tested-package.ts';
import type { TestedPackage } from '../../testing/tested-package.ts';
import { readPackage } from '../package.ts';
import type { Preview } from '../preview.ts';
import { clientModule, startTestedPreview } from './start.ts';

const brief = 'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { products: {} }\n';
let tested: TestedPackage;
let workspace: ReturnType<typeof openWorkspace>;
let preview: Preview;
beforeAll(async () => {
  tested = testedPackage(brief);
  workspace = openWorkspace(tested.directory, clientModule);
  preview = await startTestedPreview(readPackage(tested.directory));
}, 60_000);
afterAll(async () => {
  await preview?.close();
  workspace?.close();
  tested?.close();
});

test('every sample is answered as it says, in curl and in TypeScript', async () => {
  const { samples }: { readonly samples: readonly unknown[] } = JSON.parse(tested.file('4-api/samples.json'));
  expect(samples.length).toBeGreaterThan(20);
  const result = await runSuite(workspace, 'samples', {
    environment: { PREVIEW_URL: preview.url, PREVIEW_KEY: preview.key },
    timeoutMs: 240_000,
  });
  expect(result.broken).toBeUndefined();
  expect(result.tests.filter(({ state }) => state === 'failed')).toEqual([]);
  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  if (!hasCurl) console.log('skipped: samples in curl, there is no curl on this machine');
  const of = (language: string, state: string): number =>
    result.tests.filter((each) => each.name.includes(` in ${language} `) && each.state === state).length;
  expect(of('TypeScript', 'passed')).toBe(samples.length);
  expect(of('curl', hasCurl ? 'passed' : 'skipped')).toBe(samples.length);
}, 300_000);
