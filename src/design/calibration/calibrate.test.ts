import { expect, test } from 'vitest';
import type { LoadRecord } from '../../model/load-record.ts';
import type { MeasuredStep, Measurement } from '../../model/measurement.ts';
import { shopText } from '../../testing/briefs.ts';
import { basisOf } from '../../testing/designed.ts';
import { workOf } from '../sizing/work.ts';
import { calibrated, recognised } from './calibrate.ts';

const { domain, load } = basisOf(shopText);
const cpuOf = (of: typeof domain, id: string) =>
  of.operations.find((operation) => operation.id === id)?.cost.cpu;

function step(rate: number): MeasuredStep {
  return {
    rate,
    shares: [1],
    arrivals: 'poisson',
    seed: rate,
    warmUpSeconds: 1,
    seconds: 8,
    throughput: [rate],
    requests: { sent: rate * 8, answered: rate * 8, refused: 0, failed: 0, timedOut: 0, dropped: 0 },
    response: { count: rate * 8, mean: 0.01, p50: 0.01, p90: 0.01, p95: 0.01, p99: 0.01, max: 0.01 },
    batches: [],
    tails: [],
    lateness: { mean: 0, p99: 0 },
    processor: { generator: 0.1 },
    whole: {
      seconds: 10,
      answered: [rate * 10],
      cpu: 10 * (0.03 + rate * 0.0123 + (rate % 20 === 0 ? 1e-4 : -1e-4)),
    },
  };
}

const measurement = (name: string): Measurement => ({
  kind: 'plumbline-measurement',
  schemaVersion: 1,
  target: 'http://127.0.0.1:3000',
  operations: [
    { name, method: 'GET', path: '/products', share: 1, single: { count: 100, mean: 0.012, scv: 0.25 } },
  ],
  cores: 2,
  server: { kind: 'watched', processes: 1, command: 'node server.js' },
  steps: [10, 20, 30, 40, 50, 60].map(step),
  trials: [],
  notes: [],
});

const from = (record: LoadRecord, cores?: number) => ({
  file: 'load.json',
  record,
  ...(cores !== undefined && { cores }),
});

test('a fitted demand replaces the assumed one, with its interval and the file it came from', () => {
  const found = calibrated(domain, from({ kind: 'measurement', measurement: measurement('LIST  product') }));
  const cpu = cpuOf(found, 'list Product');
  expect(cpu?.value).toBeCloseTo(12.3, 2);
  expect(cpu?.low).toBeLessThan(12.3);
  expect(cpu?.high).toBeGreaterThan(12.3);
  expect(cpu?.origin).toEqual({ kind: 'given', path: 'demand of LIST  product', file: 'load.json' });
  expect(found.operations.find(({ id }) => id === 'list Product')?.cost.scv).toBe(0.25);
  expect(found.gaps).toHaveLength(domain.gaps.length);
  expect(cpuOf(found, 'read Product')).toEqual(cpuOf(domain, 'read Product'));
});

test('sizing takes the measured demand for the whole request', () => {
  const found = calibrated(domain, from({ kind: 'measurement', measurement: measurement('list Product') }));
  const work = workOf(found, load, false).find(({ operation }) => operation === 'list Product');
  expect(work?.cpu).toBeCloseTo(0.0123, 5);
  expect(work?.scv).toBe(0.25);
});

test('what no operation is called is told', () => {
  const calibration = from({ kind: 'measurement', measurement: measurement('GET /products') });
  const { gaps, operations } = calibrated(domain, calibration);
  expect(operations).toEqual(domain.operations);
  expect(gaps.at(-1)).toMatchObject({ kind: 'calibrate', subject: 'load.json: GET /products' });
  expect(recognised(domain, calibration)).toEqual({ known: 0, unknown: ['GET /products'] });
});

test('without CPU time nothing is fitted, and that is told', () => {
  const steps = [10, 20, 30].map((rate) => ({ ...step(rate), whole: { seconds: 10, answered: [1] } }));
  const blind = {
    ...measurement('list Product'),
    steps,
    server: { kind: 'unwatched', why: 'no /proc' },
  } as const;
  const { gaps, operations } = calibrated(domain, from({ kind: 'measurement', measurement: blind }));
  expect(operations).toEqual(domain.operations);
  expect(gaps.at(-1)?.why).toBe('no /proc');
});

test('the thread of an embedded database is no CPU of the application', () => {
  const whole = measurement('list Product');
  const embedded: Measurement = {
    ...whole,
    threads: [
      { name: 'node', isMain: true },
      { name: 'postgres', isMain: false },
    ],
    steps: whole.steps.map((each) => ({
      ...each,
      whole: { ...each.whole, threads: [each.rate * 10 * 0.0083, each.rate * 10 * 0.004] },
    })),
  };
  const found = calibrated(domain, from({ kind: 'measurement', measurement: embedded }));
  expect(cpuOf(found, 'list Product')?.value).toBeCloseTo(8.3, 1);
  expect(found.gaps.at(-1)?.why).toContain('4 ms of CPU a request');
  const costOf = (of: typeof domain) => of.operations.find(({ id }) => id === 'list Product')?.cost;
  expect(costOf(found)?.database).toEqual(costOf(domain)?.database);
});

const throughput = (rate: number): LoadRecord => ({
  kind: 'throughput',
  tool: 'autocannon',
  runs: [{ operation: 'list Product', throughput: rate }],
});

test('throughput alone bounds a demand from above and never raises it', () => {
  const before = cpuOf(domain, 'list Product');
  for (const rate of [100, 300, 1000, 10_000]) {
    const cpu = cpuOf(calibrated(domain, from(throughput(rate), 1)), 'list Product');
    const bound = 1000 / rate;
    if (bound >= (before?.high ?? 0)) expect(cpu).toEqual(before);
    else expect(cpu).toMatchObject({ value: Math.min(before?.value ?? 0, bound), high: bound });
    expect(cpu?.low ?? 0).toBeLessThanOrEqual(cpu?.value ?? 0);
    expect(cpu?.value ?? 0).toBeLessThanOrEqual(before?.value ?? 0);
  }
  expect(cpuOf(calibrated(domain, from(throughput(10_000), 1)), 'list Product')?.origin).toMatchObject({
    kind: 'derived',
    rule: expect.stringContaining('utilisation law'),
  });
});

test('a bound that says nothing new, or a test whose cores nobody knows, is told', () => {
  expect(calibrated(domain, from(throughput(10), 1)).gaps.at(-1)?.why).toContain('above what is assumed');
  expect(calibrated(domain, from(throughput(10_000))).gaps.at(-1)?.why).toContain('--calibrate-cores');
});
