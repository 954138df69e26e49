import type { Claim, Outcome, Receipt } from '../../findings/claim.ts';
import type { ReadInput } from '../prover.ts';
import { hashInputs, sealReceipt } from '../seal.ts';
import type { SuiteResult } from './run-suite.ts';

/** Prover of the claims that the delivered tests settle: they are repeated by running them, never from a file. */
export const suiteProver = 'suite';

/** Files of a package that decide what a suite says of it. */
const shared: readonly string[] = [
  '2-database/schema.sql',
  '4-api/openapi.json',
  '7-testing/authorisation.json',
  '7-testing/bodies.ts',
  '7-testing/calls.ts',
  '7-testing/documents.ts',
  '7-testing/harness.ts',
  '7-testing/scenes.ts',
  '7-testing/suite.json',
  'model.json',
];

/** What one suite reads beside what all of them do. */
const own: Readonly<Record<string, readonly string[]>> = {
  samples: ['4-api/samples.json', '7-testing/programs.ts'],
  workflows: ['4-api/arazzo.json', '7-testing/arazzo.ts'],
};

/** What a run of a suite settled, bound to the files it ran on. */
export function suiteReceipt(result: SuiteResult, read: ReadInput, version: string): Receipt {
  const claim = claimOf(result.suite);
  return sealReceipt({
    claim,
    inputs: hashInputs(read)(claim),
    seed: 1,
    outcome: outcomeOf(claim, result, version),
    command: `plumbline prove . --only ${result.suite}`,
  });
}

const claimOf = (suite: string): Claim => ({
  id: `suite/${suite}`,
  prover: suiteProver,
  subject: suite,
  statement: `the preview of the package passes every test of ${suite}.test.ts that it can run`,
  oracle: 'validator',
  inputs: [...shared, ...(own[suite] ?? []), `7-testing/${suite}.test.ts`].toSorted(),
  parameters: {},
});

function outcomeOf(claim: Claim, { tests, broken }: SuiteResult, version: string): Outcome {
  const failed = tests.filter(({ state }) => state === 'failed');
  const passed = tests.filter(({ state }) => state === 'passed').length;
  const [first] = failed;
  return {
    claim: claim.id,
    verdict:
      first !== undefined
        ? { kind: 'refuted', counterexample: stable(`${first.name}: ${first.why ?? ''}`) }
        : broken !== undefined
          ? { kind: 'undecided', reason: stable(broken) }
          : passed === 0
            ? { kind: 'undecided', reason: 'no test of it can run here' }
            : { kind: 'proved' },
    engine: { name: 'plumbline preview', version },
    measurements: { passed, failed: failed.length, skipped: tests.length - passed - failed.length },
    incomplete: skippedBecause(tests),
  };
}

/** How many were skipped for which reason. */
export function skippedBecause(tests: SuiteResult['tests']): readonly string[] {
  const reasons = new Map<string, number>();
  for (const { state, why = 'no reason is given' } of tests)
    if (state === 'skipped') reasons.set(why, (reasons.get(why) ?? 0) + 1);
  return [...reasons]
    .map(([why, count]) => `${count} ${count === 1 ? 'test' : 'tests'}: ${stable(why)}`)
    .toSorted();
}

/** Ids and times differ from run to run; what is said of them does not. */
const stable = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g, '<time>')
    .replaceAll(/\b(key-0000-|repeat-0-|reused-0-|at-once-)\w+/g, '<key>')
    .replaceAll(/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '<token>')
    .slice(0, 1000);
