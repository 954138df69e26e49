import { skippedBecause } from '../provers/suite/claims.ts';
import type { SuiteResult } from '../provers/suite/run-suite.ts';

/** Failures of one suite that are told in full; the rest are counted. */
const shown = 20;

/** What the suites said, for people. */
export function proveText(results: readonly SuiteResult[]): string {
  const count = ({ tests }: SuiteResult, state: string): number =>
    tests.filter((test) => test.state === state).length;
  const total = (state: string): number => results.reduce((sum, result) => sum + count(result, state), 0);
  const lines = results.flatMap((result) => {
    const { suite, seconds, broken } = result;
    const head = `${suite.padEnd(14)} ${String(count(result, 'passed')).padStart(5)} passed ${String(count(result, 'failed')).padStart(4)} failed ${String(count(result, 'skipped')).padStart(4)} skipped ${seconds.toFixed(1).padStart(6)} s`;
    return [
      head,
      ...(broken === undefined ? [] : [`  came to no end: ${broken.split('\n').slice(0, 5).join('\n  ')}`]),
      ...failures(result),
    ];
  });
  const reasons = skippedBecause(results.flatMap(({ tests }) => tests));
  return [
    ...lines,
    '',
    `${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped.`,
    ...(reasons.length === 0 ? [] : ['Skipped:', ...reasons.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

function failures({ tests }: SuiteResult): readonly string[] {
  const failed = tests.filter(({ state }) => state === 'failed');
  return [
    ...failed.slice(0, shown).flatMap(({ name, why = '' }) => [
      `  failed  ${name}`,
      ...why
        .split('\n')
        .slice(0, 12)
        .map((line) => `          ${line}`),
    ]),
    ...(failed.length > shown ? [`  and ${failed.length - shown} more`] : []),
  ];
}
