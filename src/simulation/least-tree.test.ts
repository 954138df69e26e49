import { expect, test } from 'vitest';
import { firstLeast, leastTree, noValue, setValue } from './least-tree.ts';
import { seededRandom, nextBits } from './random.ts';
import { networkOf, openSource, stationOf, workAt } from '../model/network-parts.ts';
import { simulateNetwork } from './simulate.ts';

/** Going through all of them. */
function scanned(values: readonly number[], from: number): number | undefined {
  let best: number | undefined;
  for (let i = 0; i < values.length; i++) {
    const at = (from + i) % values.length;
    const value = values[at] ?? noValue;
    if (value < (best === undefined ? noValue : (values[best] ?? noValue))) best = at;
  }
  return best;
}

test.each([1, 2, 3, 8, 37, 100])('finds what going through %d values finds', (size) => {
  const random = seededRandom(7, size);
  const drawn = (below: number): number => nextBits(random) % below;
  const values = Array.from({ length: size }, () => drawn(4));
  const tree = leastTree(values);
  for (let i = 0; i < 2000; i++) {
    const index = drawn(size);
    const value = drawn(5) === 0 ? noValue : drawn(4);
    values[index] = value;
    setValue(tree, index, value);
    const from = drawn(size);
    expect(firstLeast(tree, from)).toBe(scanned(values, from));
  }
});

test('nothing is chosen where nothing may be', () => {
  expect(firstLeast(leastTree([noValue, noValue]), 1)).toBeUndefined();
});

test('of ten thousand replicas the least busy is found, also while some are down', () => {
  const { stations, sources } = simulateNetwork(
    networkOf({
      experiment: { seed: 1, replications: 2, warmup: 0.6, duration: 0.4 },
      stations: [stationOf({ id: 'api', replicas: 10_000, balancing: 'least-busy' })],
      sources: [openSource({ id: 'all', rate: 60_000, steps: [workAt('api', 0.1)] })],
      disturbances: [{ kind: 'outage', station: 'api', replicas: 2000, isLost: true, from: 0.1, lasts: 5 }],
    }),
  );
  // 6,000 of 8,000 that are left are busy: everybody finds one that is idle.
  expect(stations[0]?.response.mean).toBeCloseTo(0.1, 2);
  expect(sources[0]?.failures?.mean).toBeLessThan(0.02);
});
