import type { Scenario } from './isolation-scenarios.ts';

const c = 'commit';

const rowModes = ['key share', 'share', 'no key update', 'update'];
const tableModes = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share',
  'share row exclusive',
  'exclusive',
  'access exclusive',
];

/** Each pair of locks on one row and on one table: who waits is the conflict matrix. */
export const lockPairs: readonly Scenario[] = [
  ...rowModes.flatMap((a) =>
    rowModes.map((b) =>
      pair(
        `for ${a} then for ${b}`,
        `select id from test where id = 1 for ${a}`,
        `select id from test where id = 1 for ${b}`,
      ),
    ),
  ),
  ...tableModes.flatMap((a) =>
    tableModes.map((b) =>
      pair(`${a} mode then ${b} mode`, `lock table test in ${a} mode`, `lock table test in ${b} mode`),
    ),
  ),
];

function pair(name: string, first: string, second: string): Scenario {
  return {
    name,
    transactions: [
      [first, c],
      [second, c],
    ],
    order: [0, 1, 0, 1],
  };
}
