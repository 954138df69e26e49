import { expect, test } from 'vitest';
import type { Network, NetworkOperation, Step } from '../model/network.ts';
import { callTo, networkOf, openSource, operationOf, stationOf, workAt } from '../model/network-parts.ts';
import { expectedAttempts } from '../queueing/retries.ts';
import { contend } from './contention.ts';
import { simulateNetwork } from './simulate.ts';

const experiment = { seed: 3, replications: 5, warmup: 0, duration: 2000 };
const simulate = (parts: Partial<Network>) => simulateNetwork(networkOf({ experiment, ...parts }));

/** A station without a server and without room: whoever comes is refused. */
const closedDoor = stationOf({ id: 'closed door', servers: 0, room: 0 });
const failing = (probability: number): Step => ({
  kind: 'choose',
  branches: [{ probability, steps: [workAt('closed door', 1)] }],
});

test.each([
  [0.01, 1.0101],
  [0.1, 1.111],
  [0.5, 1.875],
  [1, 4],
])('three retries against failures of %d make %d attempts of one call', (probability, attempts) => {
  const result = simulate({
    stations: [closedDoor],
    operations: [operationOf({ id: 'flaky', steps: [failing(probability)] })],
    sources: [openSource({ id: 'u', rate: 20, steps: [callTo('flaky', { attempts: 4 })] })],
  });
  expect(expectedAttempts(probability, 4)).toBeCloseTo(attempts, 3);
  expect(result.amplification[0]?.factor.mean).toBeCloseTo(attempts, 1);
  expect(result.sources[0]?.failures?.mean).toBeCloseTo(probability ** 4, 2);
});

test('five layers of three attempts hit the last with 3^5 = 243 (Brooker, Amazon Builders’ Library)', () => {
  const layers = Array.from({ length: 5 }, (_, i): NetworkOperation =>
    operationOf({
      id: `layer ${i}`,
      steps: i === 4 ? [failing(1)] : [callTo(`layer ${i + 1}`, { attempts: 3 })],
    }),
  );
  const result = simulate({
    experiment: { ...experiment, replications: 2, duration: 20 },
    stations: [closedDoor],
    operations: layers,
    sources: [openSource({ id: 'u', rate: 5, steps: [callTo('layer 0', { attempts: 3 })] })],
  });
  const factors = result.amplification.map(({ factor }) => factor.mean);
  expect(factors).toEqual([3, 3, 3, 3, 3]);
  expect(factors.reduce((product, factor) => product * factor, 1)).toBe(243);
  const refused = result.stations[0]?.refused?.mean;
  expect(refused).toBe(1);
});

/**
 * AWS Architecture Blog 2015: base 5, cap 2000, network N(10, 2), in milliseconds. Its first pause is base × 2, which
 * here is the base; decorrelated jitter starts from the base itself. 100 clients, means over 100 seeds.
 */
test.each([
  ['none', undefined, 2424, 2.0],
  ['exponential', { base: 0.01, jitter: 'none' }, 1860, 63.6],
  ['decorrelated', { base: 0.005, jitter: 'decorrelated' }, 1000, 4.6],
  ['equal', { base: 0.01, jitter: 'equal' }, 812, 6.7],
  ['full', { base: 0.01, jitter: 'full' }, 796, 4.9],
] as const)('contending clients with back-off %s', (_, given, calls, seconds) => {
  const runs = Array.from({ length: 100 }, (__, seed) =>
    contend({
      clients: 100,
      network: { mean: 0.01, deviation: 0.002 },
      seed,
      ...(given !== undefined && { backoff: { ...given, factor: 2, cap: 2 } }),
    }),
  );
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  expect(Math.abs(mean((run) => run.calls) / calls - 1)).toBeLessThan(0.03);
  expect(Math.abs(mean((run) => run.seconds) / seconds - 1)).toBeLessThan(0.05);
});
