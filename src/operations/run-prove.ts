import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { clientModule, startTestedPreview } from '../preview/harness/start.ts';
import { UnusablePackage, readPackage } from '../preview/package.ts';
import type { Preview } from '../preview/preview.ts';
import { suiteReceipt } from '../provers/suite/claims.ts';
import { runSuite } from '../provers/suite/run-suite.ts';
import type { SuiteResult } from '../provers/suite/run-suite.ts';
import { openWorkspace } from '../provers/suite/workspace.ts';
import { printReceipt } from '../provers/seal.ts';
import { receiptPath } from '../road/receipt-path.ts';
import { asJson } from './json-result.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { loadText, runLoad } from './prove-load.ts';
import type { LoadResult } from './prove-load.ts';
import { proveText } from './prove-text.ts';
import type { ProveInput } from './prove.ts';

/** Milliseconds that a suite may take; the slowest of the seed design takes a tenth of it. */
const timeoutMs = 240_000;

/** @throws UserError when the package cannot be run, or an input cannot be used */
export async function runProve(input: ProveInput, tools: Tools): Promise<Answer> {
  const directory = resolve(tools.cwd, input.package);
  const seconds = secondsOf(input.load);
  const workspace = openedWorkspace(directory, input.package);
  try {
    const suites = chosen(input.only, workspace.suites);
    const preview = await startedPreview(directory, tools);
    try {
      const results: SuiteResult[] = [];
      for (const suite of suites) {
        tools.progress(`suite ${suite}`);
        const environment = { PREVIEW_URL: preview.url, PREVIEW_KEY: preview.key };
        results.push(await runSuite(workspace, suite, { environment, timeoutMs }));
      }
      keepReceipts(directory, results, tools.version);
      const load = seconds === undefined ? undefined : await runLoad(directory, preview, seconds, tools);
      return answerOf(results, load);
    } finally {
      await preview.close();
    }
  } finally {
    workspace.close();
  }
}

function answerOf(results: readonly SuiteResult[], load: LoadResult | undefined): Answer {
  const isPassed = results.every(
    ({ tests, broken }) => broken === undefined && tests.every(({ state }) => state !== 'failed'),
  );
  const isFast = load === undefined || load.missed.length === 0;
  return {
    exit: isPassed && isFast ? 0 : 1,
    result: asJson({
      verdict: isPassed && isFast ? 'passed' : 'failed',
      suites: results.map(({ suite, tests, seconds, broken }) => ({
        suite,
        passed: tests.filter(({ state }) => state === 'passed').length,
        failed: tests.filter(({ state }) => state === 'failed').map(({ name, why = '' }) => ({ name, why })),
        skipped: tests
          .filter(({ state }) => state === 'skipped')
          .map(({ name, why = '' }) => ({ name, why })),
        seconds: Math.round(seconds * 10) / 10,
        ...(broken !== undefined && { broken }),
      })),
      ...(load !== undefined && { load: { ...load } }),
    }),
    text: `${proveText(results)}${load === undefined ? '' : loadText(load)}`,
  };
}

function openedWorkspace(directory: string, named: string): ReturnType<typeof openWorkspace> {
  try {
    return openWorkspace(directory, clientModule);
  } catch (error) {
    throw new UserError(
      `the tests of the package cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Name a directory that plumbline design wrote (it holds 7-testing/ with tests).',
      named,
    );
  }
}

async function startedPreview(directory: string, { progress }: Tools): Promise<Preview> {
  progress('starting the preview');
  try {
    return await startTestedPreview(readPackage(directory));
  } catch (error) {
    if (error instanceof UnusablePackage) throw new UserError(error.message, error.next, error.where);
    throw error;
  }
}

function chosen(only: string | undefined, known: readonly string[]): readonly string[] {
  if (only === undefined) return known;
  const named = only.split(',').map((name) => name.trim());
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(
      `there is no suite called ${JSON.stringify(unknown)}`,
      `Suites are ${known.join(', ')}.`,
    );
  return known.filter((name) => named.includes(name));
}

function secondsOf(load: string | undefined): number | undefined {
  if (load === undefined) return undefined;
  const seconds = Number(load);
  if (!(seconds >= 1 && seconds <= 3600))
    throw new UserError(`load cannot be ${JSON.stringify(load)}`, 'Give a number of seconds from 1 to 3600.');
  return seconds;
}

/** Beside the other receipts; `verify` holds them to the files they were made on. */
function keepReceipts(directory: string, results: readonly SuiteResult[], version: string): void {
  for (const result of results) {
    const receipt = suiteReceipt(result, (path) => readFileSync(join(directory, path), 'utf8'), version);
    const path = join(directory, receiptPath(receipt.claim.id));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, printReceipt(receipt));
  }
}
