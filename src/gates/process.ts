import type { Gate } from './gate.ts';
import { verdictOf } from './verdict.ts';

/** Was the road followed? All phases before this one, in order, each with a record whose own checks passed. */
export const processGate: Gate = ({ phases }) => {
  const walked = phases.filter(({ number }) => number < 8);
  const expected = [1, 2, 3, 4, 5, 6, 7];
  const inOrder = expected.every((number, index) => walked[index]?.number === number);
  return verdictOf(
    'process',
    [
      {
        item: 'eight phases in order',
        passed: inOrder,
        detail: inOrder
          ? 'phases 1 to 7 left a record, in order'
          : `records found: ${walked.map(({ number }) => number).join(', ') || 'none'}`,
      },
      ...walked.flatMap(({ number, name, checks, state }) => [
        {
          item: `phase ${number}`,
          passed: state === 'passed' || state === 'passed-with-warnings',
          detail: `${name}: ${state}`,
        },
        ...checks.map(({ check, passed, detail }) => ({
          item: `phase ${number}: ${check}`,
          passed: passed || state === 'passed-with-warnings',
          detail,
        })),
      ]),
    ],
    {
      next: 'Repeat the phase named here: its record tells which check failed.',
      returnTo: firstFailed(walked),
    },
  );
};

function firstFailed(phases: Parameters<Gate>[0]['phases']): number {
  return phases.find(({ state }) => state === 'failed' || state === 'not-reached')?.number ?? 6;
}
