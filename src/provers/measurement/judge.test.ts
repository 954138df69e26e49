import { expect, test } from 'vitest';
import type { MeasuredStep, Measurement } from '../../model/measurement.ts';
import { wakingUtilisation } from '../../queueing/waking-demands.ts';
import { drawer } from '../seeded.ts';
import { judge } from './judge.ts';
import type { ArrivalsOf } from './judge.ts';
import { replayed } from './replay.ts';
import type { ReplayedStation } from './replay.ts';

const poisson: ArrivalsOf = ({ rate, seed }) => {
  const draw = drawer(seed);
  let due = 0;
  return () => {
    due += -Math.log(1 - draw()) / rate;
    return { due, operation: 0 };
  };
};

const service = 0.002;
const network = 0.001;

/** A server with one core, two milliseconds a request and a millisecond of network, as a generator would see it. */
function step(rate: number, seed: number, changes: Partial<MeasuredStep> = {}): MeasuredStep {
  const plan = { rate, shares: [1], arrivals: 'poisson', seed } as const;
  const answered = Math.min(rate, 0.97 / service);
  const tick = 0.001;
  const alone = replayed(
    () => poisson(plan),
    { stations: [{ classes: [{ service, scv: 0 }], servers: 1 }], cores: 2 },
    { from: 1, to: 9, tick },
  );
  const mean = network + alone.mean;
  return {
    ...plan,
    warmUpSeconds: 1,
    seconds: 8,
    throughput: [answered],
    requests: { sent: rate * 8, answered: answered * 8, refused: 0, failed: 0, timedOut: 0, dropped: 0 },
    response: { count: rate * 8, mean, p50: mean, p90: mean, p95: network + alone.p95, p99: mean, max: mean },
    batches: Array.from({ length: 10 }, (_, index) => mean * (1 + (index % 2 === 0 ? 0.01 : -0.01))),
    tails: Array.from({ length: 10 }, () => network + alone.p95),
    lateness: { mean: tick / 2, p99: tick },
    processor: { server: 0.02 + answered * service, waited: 0, generator: 0.1, others: 0.02, stolen: 0 },
    whole: { seconds: 9, answered: [answered * 9], cpu: 9 * (0.02 + answered * service) },
    ...changes,
  };
}

const measurement = (changes: Partial<Measurement> = {}): Measurement => ({
  kind: 'plumbline-measurement',
  schemaVersion: 1,
  target: 'http://127.0.0.1:3000',
  operations: [
    { name: 'GET /', method: 'GET', path: '/', share: 1, single: { count: 300, mean: service, scv: 0 } },
  ],
  cores: 2,
  server: { kind: 'watched', processes: 1, command: 'node server.js' },
  steps: [50, 100, 150, 200, 250, 300, 350, 390].map((rate, index) => step(rate, index + 1)),
  trials: [250, 390].map((rate, index) => step(rate, index + 50)),
  saturation: step(600, 99),
  notes: [],
  ...changes,
});

test('a queue with the fitted demand predicts a server that is one', () => {
  const { verdict, server, maximum, offset } = judge(measurement(), poisson);
  expect(verdict).toEqual({ kind: 'proved' });
  expect(server?.fit.demands[0]?.value).toBeCloseTo(service, 9);
  expect(server?.fit.background.value).toBeCloseTo(0.02, 6);
  expect(server?.servers).toBe(1);
  expect(offset).toBeCloseTo(network, 3);
  expect(Math.abs(maximum?.error ?? 1)).toBeLessThan(0.05);
});

test('a server whose limit is not its CPU refutes it', () => {
  const slow = step(100, 99, { throughput: [60], processor: { server: 0.14, generator: 0.1, others: 0 } });
  const { verdict } = judge(measurement({ saturation: slow }), poisson);
  expect(verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('something else'),
  });
});

test('response times that the demand does not explain refute it', () => {
  const { steps } = measurement();
  const worse = steps.map((each, index) =>
    index === 5
      ? {
          ...each,
          response: { ...each.response, mean: each.response.mean * 2 },
          batches: each.batches.map((mean) => (mean ?? 0) * 2),
        }
      : each,
  );
  expect(judge(measurement({ steps: worse }), poisson).verdict).toMatchObject({ kind: 'refuted' });
});

test('a step too short to tell is no refutation', () => {
  const { steps } = measurement();
  const noisy = steps.map((each, index) =>
    index === 5
      ? {
          ...each,
          response: { ...each.response, mean: each.response.mean * 1.4 },
          batches: each.batches.map((mean, part) => (mean ?? 0) * (part < 2 ? 3 : 1)),
        }
      : each,
  );
  expect(judge(measurement({ steps: noisy }), poisson).verdict).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('--seconds'),
  });
});

test.each([
  ['other processes', { processor: { server: 0.42, waited: 0.1, generator: 0.1, others: 0.5, stolen: 0 } }],
  ['other processes', { processor: { server: 0.42, generator: 0.1, others: 0, stolen: 0.3 } }],
  ['went out', { lateness: { mean: 0.02, p99: 0.1 } }],
  ['the generator', { processor: { server: 0.42, waited: 0, generator: 0.95, others: 0, stolen: 0 } }],
])('a machine that was not quiet leaves it undecided: %s', (why, changes) => {
  const steps = measurement().steps.map((each, index) => (index === 3 ? { ...each, ...changes } : each));
  const { verdict, server } = judge(measurement({ steps }), poisson);
  expect(verdict).toMatchObject({ kind: 'undecided', reason: expect.stringContaining(why) });
  expect(server?.fit.demands).toHaveLength(1);
});

test('others who never made the server wait do not matter', () => {
  const steps = measurement().steps.map((each) => ({
    ...each,
    processor: { ...each.processor, waited: 0.001, others: 0.9 },
  }));
  expect(judge(measurement({ steps }), poisson).verdict).toEqual({ kind: 'proved' });
});

/**
 * What a generator and the clocks of two threads would see of these stations. `worked`: part of the time for which a
 * request has a station in which its thread runs.
 */
function twoThreads(stations: readonly ReplayedStation[], worked?: readonly number[]): Measurement {
  const threaded = (each: MeasuredStep): MeasuredStep => {
    const seen = replayed(
      () => poisson(each),
      { stations, cores: 2 - each.processor.generator },
      { from: 1, to: 9, tick: 2 * each.lateness.mean },
    );
    const answered = seen.throughput;
    const mean = network + seen.mean;
    const p95 = network + seen.p95;
    const busy = stations.map(
      ({ classes, waking = 0 }, place) =>
        (worked?.[place] ?? 1) * wakingUtilisation(answered * (classes[0]?.service ?? 0), answered * waking),
    );
    const all = busy.reduce((sum, ran) => sum + ran, 0);
    return {
      ...each,
      throughput: [answered],
      response: { ...each.response, mean, p95 },
      batches: each.batches.map((_, part) => mean * (part % 2 === 0 ? 1.01 : 0.99)),
      tails: each.tails.map((_, part) => p95 * (part % 2 === 0 ? 1.01 : 0.99)),
      processor: {
        ...each.processor,
        server: all,
        threads: busy.map((ran) => ({
          ran,
          waited: each.rate > 500 && worked === undefined ? 0.9 - ran / 2 : 0,
        })),
      },
      whole: {
        seconds: 9,
        answered: [answered * 9],
        cpu: all * 9,
        threads: busy.map((ran) => ran * 9),
      },
    };
  };
  const one = measurement();
  return measurement({
    threads: [
      { name: 'node', isMain: true },
      { name: 'postgres', isMain: false },
    ],
    operations: one.operations.map((operation) => ({
      ...operation,
      single: {
        count: 300,
        mean: stations.reduce((sum, { classes }) => sum + (classes[0]?.service ?? 0), 0),
        scv: 0,
        threads: stations.map(({ classes }) => ({ mean: classes[0]?.service ?? 0, scv: 0 })),
      },
    })),
    steps: one.steps.map(threaded),
    trials: one.trials.map(threaded),
    ...(one.saturation !== undefined && { saturation: threaded(one.saturation) }),
  });
}

/** Two threads in turn, each with a queue: 1 ms and 2 ms. */
test('a thread that is the limit, and another that works in turn with it, are two stations', () => {
  const stations = [
    { classes: [{ service: 0.001, scv: 0 }], servers: 1 },
    { classes: [{ service, scv: 0 }], servers: 1 },
  ];
  const { server, trials } = judge(twoThreads(stations), poisson);
  expect(server?.stations.map(({ name }) => name)).toEqual(['node', 'postgres']);
  expect(server?.stations.map(({ fit }) => fit.demands[0]?.value.toFixed(4))).toEqual(['0.0010', '0.0020']);
  for (const { p95, throughput } of trials) {
    expect(Math.abs(p95.error)).toBeLessThan(0.15);
    expect(Math.abs(throughput.error)).toBeLessThan(0.01);
  }
});

/** A main thread of 1 ms a request and one of 2 ms, which takes half as much again when it has to be woken. */
test('a thread that costs more when it slept is told from one that does not', () => {
  const stations = [
    { classes: [{ service: 0.0005, scv: 0 }], servers: 1 },
    { classes: [{ service, scv: 0 }], servers: 1, waking: 0.001 },
  ];
  const { server, trials, maximum } = judge(twoThreads(stations), poisson);
  expect(server?.stations[1]?.waking).toBeCloseTo(0.001, 3);
  expect(server?.stations[1]?.fit.demands[0]?.value).toBeCloseTo(service, 4);
  expect(Math.abs(maximum?.error ?? 1)).toBeLessThan(0.02);
  for (const { p95, throughput } of trials) {
    expect(Math.abs(p95.error)).toBeLessThan(0.15);
    expect(Math.abs(throughput.error)).toBeLessThan(0.01);
  }
});

/** A connection that is held for 2 ms, in 1.2 ms of which its thread works; the rest of them it waits for the other one. */
test('a thread that is held while it waits is the limit without being busy', () => {
  const stations = [
    { classes: [{ service: 0.0005, scv: 0 }], servers: 1 },
    { classes: [{ service, scv: 0 }], servers: 1 },
  ];
  const { server, trials, maximum } = judge(twoThreads(stations, [1, 0.6]), poisson);
  expect(server?.stations.map(({ name, held }) => [name, held.toFixed(1)])).toEqual([
    ['node', '1.0'],
    ['postgres', '1.7'],
  ]);
  expect(Math.abs(maximum?.error ?? 1)).toBeLessThan(0.02);
  for (const { p95, throughput } of trials) {
    expect(Math.abs(p95.error)).toBeLessThan(0.15);
    expect(Math.abs(throughput.error)).toBeLessThan(0.01);
  }
});

test('without CPU time, or without the maximum, nothing is claimed', () => {
  const { saturation: _, ...unsaturated } = measurement();
  expect(judge(unsaturated, poisson).verdict).toMatchObject({ kind: 'undecided' });
  const steps = measurement().steps.map((each) => ({
    ...each,
    processor: { generator: 0.1 },
    whole: { seconds: 9, answered: [1] },
  }));
  const unwatched = measurement({ steps, server: { kind: 'unwatched', why: 'no /proc here' } });
  expect(judge(unwatched, poisson)).toEqual({
    verdict: { kind: 'undecided', reason: 'no /proc here' },
    offset: 0,
    steps: [],
    trials: [],
  });
});
