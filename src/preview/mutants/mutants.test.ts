import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSuite } from '../../provers/suite/run-suite.ts';
import type { SuiteResult } from '../../provers/suite/run-suite.ts';
import { openWorkspace } from '../../provers/suite/workspace.ts';
import { testedPackage } from '../../testing/tested-package.ts';
import type { TestedPackage } from '../../testing/tested-package.ts';
import { clientModule, startTestedPreview } from '../harness/start.ts';
import { readPackage } from '../package.ts';
import type { Preview } from '../preview.ts';
import { allMutants, startMutant } from './all.ts';

/** A few of all mutants, one of each kind, on a small design; the rest is a bench. */
const chosen = [
  'guard-of-one-operation-dropped',
  'created-as-ok',
  'filter-ignored',
  'event-lost',
  'idempotency-key-ignored',
];
const brief = 'brief: 1\nsystem: { id: shop, name: Shop }\ncapabilities: { products: {} }\n';

let tested: TestedPackage;
let workspace: ReturnType<typeof openWorkspace>;
beforeAll(() => {
  tested = testedPackage(brief);
  workspace = openWorkspace(tested.directory, clientModule);
});
afterAll(() => {
  workspace?.close();
  tested?.close();
});

const run = ({ url, key }: Preview, suite: string): Promise<SuiteResult> =>
  runSuite(workspace, suite, {
    environment: { PREVIEW_URL: url, PREVIEW_KEY: key },
    timeoutMs: 120_000,
  });

const failures = ({ tests }: SuiteResult): readonly string[] =>
  tests.filter(({ state }) => state === 'failed').map(({ name }) => name);

test('every mutant has a name of its own and a suite that should find it', () => {
  expect(new Set(allMutants.map(({ id }) => id)).size).toBe(allMutants.length);
  expect(allMutants.length).toBeGreaterThanOrEqual(36);
  expect(allMutants.filter(({ suite }) => !workspace.suites.includes(suite))).toEqual([]);
});

test('the delivered tests find what is broken, and nothing of it where nothing is', async () => {
  const mutants = allMutants.filter(({ id }) => chosen.includes(id));
  expect(mutants).toHaveLength(chosen.length);
  const whole = await startTestedPreview(readPackage(tested.directory));
  const known = new Map<string, readonly string[]>();
  for (const suite of new Set(mutants.map((mutant) => mutant.suite))) {
    const result = await run(whole, suite);
    expect(result.broken).toBeUndefined();
    expect(result.tests.filter(({ state }) => state === 'passed').length).toBeGreaterThan(3);
    known.set(suite, failures(result));
  }
  await whole.close();
  for (const mutant of mutants) {
    const preview = await startMutant(readPackage(tested.directory), mutant);
    const result = await run(preview, mutant.suite);
    await preview.close();
    const found = failures(result).filter((name) => known.get(mutant.suite)?.includes(name) !== true);
    expect(found.length, `${mutant.id}: ${mutant.what}`).toBeGreaterThan(0);
  }
}, 400_000);
