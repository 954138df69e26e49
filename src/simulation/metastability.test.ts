import { expect, test } from 'vitest';
import type { CallPolicy, NetworkStation } from '../model/network.ts';
import { callTo, networkOf, openSource, operationOf, stationOf, workAt } from '../model/network-parts.ts';
import { simulateNetwork } from './simulate.ts';

/*
 * One exponential server of 300 requests/s, a timeout of 1 s, immediate retries, an outage from 60 to 70 s of 300 s;
 * judged by the last minute. After Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021, whose
 * example is a database of 300 queries/s under 280. The law: a collapse outlives its trigger if λ(1 + R) > 300, with a
 * budget of b retries for each request if λ(1 + b) > 300; cases lie away from the threshold.
 */
function lastMinute(
  rate: number,
  policy: Partial<CallPolicy>,
  station: Partial<NetworkStation> = {},
): { readonly goodPart: number; readonly amplification: number } {
  const result = simulateNetwork(
    networkOf({
      experiment: { seed: 1, replications: 1, warmup: 240, duration: 60 },
      stations: [stationOf({ id: 'database', ...station })],
      operations: [operationOf({ id: 'query', steps: [workAt('database', (station.servers ?? 1) / 300)] })],
      sources: [
        openSource({ id: 'clients', rate, steps: [callTo('query', { timeout: 1, attempts: 1, ...policy })] }),
      ],
      disturbances: [
        { kind: 'outage', station: 'database', replicas: 1, isLost: false, from: 60, lasts: 10 },
      ],
    }),
  );
  return {
    goodPart: (result.sources[0]?.throughput.mean ?? 0) / rate,
    amplification: result.amplification[0]?.factor.mean ?? 0,
  };
}

const budget = { ratio: 0.1, burst: 10 };

test.each([
  ['without retries', 100, { attempts: 1 }],
  ['without retries', 280, { attempts: 1 }],
  ['with one retry, below half of the capacity', 100, { attempts: 2 }],
  ['with one retry, below half of the capacity', 130, { attempts: 2 }],
  ['with one retry and a budget of 10 %', 155, { attempts: 2, budget }],
  ['with one retry and a budget of 10 %', 250, { attempts: 2, budget }],
])('alive %s at %d requests/s', (_, rate, policy) => {
  const { goodPart, amplification } = lastMinute(rate, policy);
  expect(goodPart).toBeGreaterThan(0.96);
  expect(amplification).toBeLessThan(1.05);
});

test.each([
  ['one retry', 155, { attempts: 2 }, 2],
  ['one retry', 250, { attempts: 2 }, 2],
  ['one retry', 280, { attempts: 2 }, 2],
  ['two retries', 130, { attempts: 3 }, 3],
  ['two retries', 250, { attempts: 3 }, 3],
  ['one retry in the budget', 280, { attempts: 2, budget }, 1.1],
])('with %s, %d requests/s stay dead after the outage', (_, rate, policy, amplification) => {
  const last = lastMinute(rate, policy);
  expect(last.goodPart).toBeLessThan(0.05);
  expect(last.amplification).toBeCloseTo(amplification, 1);
});

/**
 * The same capacity spread over several slower servers: whoever is at the head of a queue that is full of the expired has
 * nearly expired itself, and what is begun then ends too late. With c servers, each c/300 s a request, an attempt succeeds
 * with about 300/(300 + cΛ) of those begun, Λ attempts/s; checked against a second simulation written apart from this one.
 */
test.each([
  [3, 280],
  [8, 250],
  [30, 250],
])(
  'dropping the expired does not bring %d servers back at %d requests/s, the newest first does',
  (servers, rate) => {
    expect(lastMinute(rate, { attempts: 2 }, { servers, dropsExpired: true }).goodPart).toBeLessThan(0.6);
    expect(lastMinute(rate, { attempts: 2 }, { servers, discipline: 'lifo' }).goodPart).toBeGreaterThan(0.96);
  },
);

test.each([
  ['drops what its caller has given up', { dropsExpired: true }],
  ['serves the latest first', { discipline: 'lifo' }],
] as const)('a server that %s recovers at 280 requests/s with a retry', (_, station) => {
  expect(lastMinute(280, { attempts: 2 }, station).goodPart).toBeGreaterThan(0.96);
});
