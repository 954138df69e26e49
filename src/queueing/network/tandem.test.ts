import { expect, test } from 'vitest';
import type { Step } from '../../model/network.ts';
import type { NetworkSolution } from '../../model/network-figures.ts';
import { networkOf, openSource, stationOf, workAt } from '../../model/network-parts.ts';
import { simulateNetwork } from '../../simulation/simulate.ts';
import { solveNetwork } from './solve.ts';

const tandem = (
  stages: readonly (readonly [servers: number, seconds: number])[],
  more: readonly Step[] = [],
) =>
  networkOf({
    experiment: { seed: 3, replications: 5, warmup: 2000, duration: 20_000 },
    stations: stages.map(([servers], i) => stationOf({ id: `s${i}`, servers })),
    sources: [
      openSource({
        id: 'all',
        rate: 1,
        steps: [...stages.map(([, seconds], i) => workAt(`s${i}`, seconds, 0)), ...more],
      }),
    ],
  });

function solved(network: Parameters<typeof solveNetwork>[0]): NetworkSolution {
  const solution = solveNetwork(network);
  if ('kind' in solution) throw new Error(solution.because);
  return solution;
}

test('behind a slower constant server nobody waits; at a yet slower one what it adds', () => {
  const { accuracy, stations } = solved(
    tandem([
      [1, 0.5],
      [1, 0.4],
      [1, 0.8],
    ]),
  );
  expect(accuracy).toBe('exact');
  const wait = (seconds: number): number => (seconds * seconds) / (2 * (1 - seconds));
  expect(stations.map(({ response }) => response)).toEqual([
    expect.closeTo(0.5 + wait(0.5), 9),
    expect.closeTo(0.4, 9),
    expect.closeTo(0.8 + wait(0.8) - wait(0.5), 9),
  ]);
});

test.each([
  [
    [
      [1, 0.6],
      [1, 0.75],
      [1, 0.7],
    ],
  ],
  [
    [
      [2, 1.2],
      [2, 1.6],
    ],
  ],
  [
    [
      [3, 2.4],
      [3, 1.8],
      [3, 2.6],
    ],
  ],
] as const)('constant servers in a row are simulated as they are solved (%#)', (stages) => {
  const network = tandem(stages);
  const simulated = simulateNetwork(network);
  const { accuracy, stations } = solved(network);
  expect(accuracy).toBe('exact');
  stations.forEach(({ response }, i) => {
    const { mean, halfWidth } = simulated.stations[i]?.response ?? { mean: 0, halfWidth: 0 };
    expect(Math.abs(response - mean)).toBeLessThan(2 * halfWidth + 1e-9);
  });
});

test('unequally many servers, and a station that is visited again, are approximate', () => {
  expect(
    solved(
      tandem([
        [1, 0.5],
        [2, 1],
      ]),
    ).accuracy,
  ).toBe('approximate');
  expect(
    solved(
      tandem(
        [
          [1, 0.3],
          [1, 0.4],
        ],
        [workAt('s0', 0.1, 0)],
      ),
    ).accuracy,
  ).toBe('approximate');
});
