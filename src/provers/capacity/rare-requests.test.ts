import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Network } from '../../model/network.ts';
import { readNetworkFile } from './network-file/read.ts';
import { oftenEnough } from './rare-requests.ts';

function network(rates: readonly number[], percentile = 95): Network {
  const read = readNetworkFile(
    JSON.stringify({
      stations: { api: { servers: 100 } },
      classes: Object.fromEntries(
        rates.map((rate, at) => [`class-${at}`, { rate, steps: [{ work: 'api', time: 0.01 }] }]),
      ),
      objectives: rates.map((_, at) => ({ latency: `class-${at}`, percentile, limit: 0.5 })),
      experiment: { warmup: 1, duration: 8, replications: 5, seed: 1 },
    }),
  );
  if (read.kind === 'invalid') throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const rateOf = ({ sources }: Network, at: number): number => {
  const source = sources[at];
  return source?.kind === 'open' ? source.rate : Number.NaN;
};

test('what comes often enough is played as it comes', () => {
  const load = network([400, 100]);
  expect(oftenEnough(load)).toEqual({ network: load, raised: new Map() });
});

test('a rare request is played often enough for its percentile', () => {
  const { network: played, raised } = oftenEnough(network([4000, 2]));
  expect(raised).toEqual(new Map([['class-1', 20]]));
  expect(played.experiment.duration).toBe(8);
  expect(oftenEnough(network([4000, 2], 99)).network.experiment.duration).toBe(16);
});

test('nothing comes less often, and all together by 2 % more at most', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 5000, noNaN: true }), { minLength: 1 }), (rates) => {
      const { network: played } = oftenEnough(network(rates));
      const after = rates.map((_, at) => rateOf(played, at));
      rates.forEach((rate, at) => expect(after[at]).toBeGreaterThanOrEqual(rate));
      const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
      expect(sum(after)).toBeLessThanOrEqual(sum(rates) * 1.0201);
    }),
  );
});
