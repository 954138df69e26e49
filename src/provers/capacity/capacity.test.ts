import { expect, test } from 'vitest';
import type { Backend } from '../../model/backend.ts';
import type { LatencyBudget, Load, PathAvailability, Station } from '../../model/load.ts';
import type { Quantity, Unit } from '../../model/origin.ts';
import { shop } from '../../testing/shop.ts';
import { capacity } from './capacity.ts';
import type { Queue } from './network.ts';
import { recompute, responseQuantileAt } from './queue.ts';

const origin = { kind: 'assumed', because: 'test' } as const;
const quantity = (value: number, unit: Unit): Quantity => ({ value, unit, origin });
const ms = (value: number): Quantity => quantity(value, 'ms');

const checkout: LatencyBudget = {
  operation: 'create Order',
  workload: 'checkout',
  hops: [
    { container: 'api', mean: ms(5), scv: 1 },
    { container: 'psp', mean: ms(400), scv: 0.25 },
  ],
  mean: ms(405),
  p95: ms(792),
  p99: ms(1014),
  objective: { id: 'checkout', percentile: 95, limit: ms(800), met: true },
};
const path: PathAvailability = {
  operation: 'create Order',
  workload: 'checkout',
  parts: [
    { container: 'api', availability: quantity(0.99999, 'ratio') },
    { container: 'database', availability: quantity(0.9999, 'ratio') },
    { container: 'psp', availability: quantity(0.9995, 'ratio') },
  ],
  availability: quantity(0.99939, 'ratio'),
  downtimePerMonth: quantity(1581, 's'),
  objective: { id: 'checkout', required: quantity(0.999, 'ratio'), met: true },
};
const browse: LatencyBudget = {
  operation: 'list Product',
  workload: 'browse',
  hops: [{ container: 'api', mean: ms(5) }],
  mean: ms(5),
  p95: ms(15),
  p99: ms(23),
};

const withLoad = (load: Partial<Load>): Backend => ({
  ...shop,
  load: { ...shop.load, budgets: [checkout, browse], availability: [path], ...load },
});
const api = (change: Partial<Station>): Backend =>
  withLoad({ stations: shop.load.stations.map((station) => ({ ...station, ...change })) });

async function prove(backend: Backend): Promise<Readonly<Record<string, string>>> {
  const { claims, inputs } = capacity.claims(backend);
  const outcomes = await capacity.prove(claims, (name) => inputs.get(name) ?? '');
  return Object.fromEntries(
    outcomes.map(({ claim, verdict }) => [
      claim,
      verdict.kind === 'refuted' ? verdict.counterexample : verdict.kind,
    ]),
  );
}

// Kleinrock, Queueing Systems vol. 1; Bolch et al., ch. 6: M/M/100 at 95 erlangs, checked with octave-queueing's qsmmm.
test('balance equations and numeric inversion give the published figures of M/M/100', () => {
  const stated = { utilisation: 0.95, response: 0, p95: 0, p99: 0 };
  const queue: Queue = {
    container: 'reference',
    kind: 'queue',
    arrival: 95,
    service: 1,
    scv: 1,
    servers: 100,
    instances: 1,
    utilisationLimit: 1,
    stated,
  };
  const computed = recompute(queue);
  expect(computed?.waits).toBeCloseTo(0.5064568539, 8);
  expect(computed?.response).toBeCloseTo(1.1012913708, 8);
  expect(computed?.inSystem).toBeCloseTo(104.622680224, 6);
  expect(computed && responseQuantileAt(queue, computed, 0.95)).toBeCloseTo(3.114948701, 5);
  expect(computed && responseQuantileAt(queue, computed, 0.99)).toBeCloseTo(4.724387049, 5);
  expect(recompute({ ...queue, arrival: 100 })).toBeUndefined();
});

test('the shop keeps its capacity, latency, availability and the law of interactive response', async () => {
  expect(await prove(withLoad({}))).toEqual({
    'capacity/api': 'proved',
    'latency/checkout': 'proved',
    'availability/checkout': 'proved',
    'capacity/interactive-law': 'proved',
  });
});

test('a queue that grows without end is refuted, and its times are read back from JSON, which has no infinity', async () => {
  const endless = quantity(Infinity, 'ms');
  const hops = [{ container: 'api', mean: endless, scv: NaN }];
  const busy = { arrival: quantity(1e6, 'requests/s'), response: endless, p95: endless, p99: endless };
  const stations = shop.load.stations.map((station) => ({ ...station, ...busy }));
  const backend = withLoad({
    stations,
    budgets: [{ ...checkout, hops, mean: endless, p95: endless, p99: endless }],
  });
  const found = await prove(backend);
  expect(found['capacity/api']).toMatch(/api is saturated/);
  expect(found['latency/checkout']).toBe('api is saturated');
});

test('what is measured is what was computed the second way', async () => {
  const { claims, inputs } = capacity.claims(withLoad({}));
  const outcomes = await capacity.prove(claims, (name) => inputs.get(name) ?? '');
  expect(outcomes.map(({ measurements }) => measurements)).toMatchInlineSnapshot(`
    [
      {
        "inSystem": 0.750019,
        "meanMs": 5.00013,
        "p95Ms": 14.9788,
        "p99Ms": 23.026,
        "probabilityOfWaiting": 0.000133446,
        "utilisation": 0.125,
        "utilisationOneDown": 0.1875,
      },
      {
        "computedMs": 780.444,
        "limitMs": 800,
        "meanMs": 405,
        "percentile": 95,
        "statedMs": 792,
      },
      {
        "availability": 0.999390056,
        "downtimeSecondsIn30Days": 1580.97,
        "required": 0.999,
        "weakest": "psp",
      },
      {
        "peopleThinking": 2700,
        "requestsAtQueues": 0.750019,
        "requestsUnderWay": 0.675,
      },
    ]
  `);
  expect(outcomes[0]?.engine.name).toBe('closed form');
});

test('too few servers are refuted with the utilisation of what is left', async () => {
  const answer = await prove(api({ servers: quantity(1.2, 'count'), utilisation: quantity(0.625, 'ratio') }));
  expect(answer['capacity/api']).toMatch(
    /^api is busy to 93\.75 % with one of 3 instances down, the limit is 80 %\n/,
  );
  const full = await prove(api({ servers: quantity(0.7, 'count') }));
  expect(full['capacity/api']).toBe('api is saturated: 0.75 servers busy of 0.7');
  expect(full['latency/checkout']).toBe('api is saturated');
});

test('a figure that is not what the formulas give is refuted', async () => {
  expect((await prove(api({ p99: ms(12) })))['capacity/api']).toMatch(
    /^api: p99 is stated as 0\.012, computed 0\.0230/,
  );
});

test('an objective that does not hold is refuted with the numbers', async () => {
  const objective = { id: 'checkout', percentile: 99, limit: ms(800), met: true } as const;
  const required = { id: 'checkout', required: quantity(0.9995, 'ratio'), met: true };
  const answer = await prove(
    withLoad({
      budgets: [
        { ...checkout, objective },
        { ...browse, mean: ms(5000), hops: [{ container: 'elsewhere', mean: ms(5000) }] },
      ],
      availability: [{ ...path, objective: required }],
    }),
  );
  expect(answer).toMatchInlineSnapshot(`
    {
      "availability/checkout": "checkout: 99.939 % of the time up, 99.95 % is required; psp alone is up 99.95 %",
      "capacity/api": "proved",
      "capacity/interactive-law": "browse: people who wait 5000 ms and think 20000 ms may send only 80 % of the stated rate",
      "latency/checkout": "checkout: p99 is 1009.6 ms, the limit is 800 ms",
    }
  `);
});

test('a hop that a cache spares most requests may take less on average than its queue alone', async () => {
  const spared = (reached: number): LatencyBudget => ({
    ...checkout,
    hops: [{ container: 'api', mean: ms(0.05), scv: 200, reached }],
    mean: ms(0.05),
    p95: ms(0),
    p99: ms(0),
  });
  const busy = api({ arrival: quantity(1100, 'requests/s') });
  const [station] = busy.load.stations;
  const answer = async (reached: number): Promise<string | undefined> => {
    const budgets = [spared(reached)];
    const answers = await prove({ ...busy, load: { ...busy.load, budgets } });
    return answers['latency/checkout'];
  };
  expect(station?.container).toBe('api');
  expect(await answer(0.999)).toMatch(/^api: the hop takes .* waiting alone takes/);
  expect(await answer(0.001)).toBe('proved');
});
