import { expect, test } from 'vitest';
import { figureOf } from '../../testing/network-cases.ts';
import type { NetworkCase } from '../../testing/network-cases.ts';
import { closedClasses } from '../../testing/network-literature/closed-classes.ts';
import { closedOneClass } from '../../testing/network-literature/closed-one-class.ts';
import { mixedNetworks } from '../../testing/network-literature/mixed-networks.ts';
import { forks, openNetworks, priorities } from '../../testing/network-literature/open-networks.ts';
import { limitedRoom, singleStations } from '../../testing/network-literature/single-stations.ts';
import { solveNetwork } from './solve.ts';

const cases: readonly NetworkCase[] = [
  ...singleStations,
  ...limitedRoom,
  ...openNetworks,
  ...priorities,
  ...forks,
  ...closedOneClass,
  ...closedClasses,
  ...mixedNetworks,
];

/** Exact methods are within 0.1 % of what is known in full, and round to what was printed. */
test.each(cases)(
  '$name ($source)',
  ({ network, expected, rounding = 0, tolerance = 0.001, isExact = true }) => {
    const solution = solveNetwork(network);
    if ('kind' in solution) throw new Error(`${solution.kind}: ${solution.because}`);
    expect(solution.accuracy, solution.because.join('; ')).toBe(isExact ? 'exact' : 'approximate');
    for (const [path, value] of Object.entries(expected)) {
      const got = figureOf(solution, path);
      const allowed = Math.max(rounding, tolerance * Math.abs(value));
      expect(Math.abs(got - value), `${path}: ${got} for ${value}`).toBeLessThanOrEqual(allowed);
    }
  },
);
