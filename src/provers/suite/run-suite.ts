import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Workspace } from './workspace.ts';

export interface TestResult {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  /** Of a failure the message with the request that shows it; of what was skipped the reason. */
  readonly why?: string;
}

export interface SuiteResult {
  readonly suite: string;
  readonly tests: readonly TestResult[];
  readonly seconds: number;
  /** Why it came to no end, where it did not. */
  readonly broken?: string;
}

export interface RunOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended. */
  readonly timeoutMs: number;
  /** Ends at the first result of which this is so. */
  readonly stopAt?: (result: TestResult) => boolean;
}

const reporter = new URL('./reporter.mjs', import.meta.url);

/** Runs one file of tests in a process of its own. */
export function runSuite(
  workspace: Workspace & { readonly harness: string },
  suite: string,
  { environment, timeoutMs, stopAt }: RunOptions,
): Promise<SuiteResult> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      `--test-reporter=${fileURLToPath(reporter)}`,
      '--test-reporter-destination=stdout',
      workspace.file(suite),
    ],
    {
      cwd: workspace.directory,
      env: { ...withoutRunner(process.env), ...environment, HARNESS: workspace.harness },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const tests: TestResult[] = [];
  const errors: string[] = [];
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const result = resultOf(line);
    if (result === undefined) return;
    tests.push(result);
    if (stopAt?.(result) === true) child.kill('SIGKILL');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < 200) errors.push(text);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => errors.push(error.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      const failed = tests.some(({ state }) => state === 'failed');
      const broken = late
        ? `it was ended after ${Math.round(timeoutMs / 1000)} s`
        : code !== 0 && !failed
          ? errors.join('').trim().slice(-2000) || `it ended with ${code ?? 'a signal'}`
          : undefined;
      resolve({
        suite,
        tests,
        seconds: (performance.now() - began) / 1000,
        ...(broken !== undefined && { broken }),
      });
    });
  });
}

/** Under a test runner Node would think that it reports to that one. */
const withoutRunner = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => name !== 'NODE_TEST_CONTEXT' && name !== 'NODE_OPTIONS'),
  );

function resultOf(line: string): TestResult | undefined {
  if (!line.startsWith('{"name"')) return undefined;
  try {
    const result: TestResult = JSON.parse(line);
    return result;
  } catch {
    return undefined;
  }
}
