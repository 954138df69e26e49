import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  closedSource,
  networkOf,
  openSource,
  operationOf,
  randomTime,
  stationOf,
} from '../../model/network-parts.ts';
import type { Network, NetworkStation, Step } from '../../model/network.ts';
import type { NetworkSolution } from '../../model/network-figures.ts';
import { closedNetworkOf, openNetworkOf } from '../../testing/network-cases.ts';
import { asymptoticBounds, balancedBounds } from '../bounds.ts';
import { solveNetwork } from './solve.ts';

const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const near = (a: number, b: number, tolerance = 1e-6): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1e-9, Math.abs(a), Math.abs(b));
const runs = { numRuns: 60 };

const names = ['one', 'two', 'three'] as const;

const station = (id: string): fc.Arbitrary<NetworkStation> =>
  fc
    .record({
      servers: fc.constantFrom(1, 1, 2, 4, Infinity),
      replicas: fc.constantFrom(1, 1, 2, 3),
      balancing: fc.constantFrom('shared', 'shared', 'random', 'round-robin', 'two-choices', 'least-busy'),
      discipline: fc.constantFrom('fifo', 'lifo', 'processor-sharing', 'priority', 'preemptive'),
    })
    .map((given) => stationOf({ id, ...given }));

const work: fc.Arbitrary<Step> = fc
  .record({ station: fc.constantFrom(...names), mean: amount(0, 0.5), scv: fc.constantFrom(0, 0.5, 1, 4) })
  .map(({ station: id, mean, scv }) => ({ kind: 'work', station: id, time: randomTime(mean, scv) }));

const once = { kind: 'fixed', mean: 1 } as const;

const { step } = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { maxDepth: 2 },
    work,
    fc.record({
      kind: fc.constant('fork'),
      branches: fc.tuple(tie('steps'), tie('steps')),
      wanted: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({
      kind: fc.constant('choose'),
      branches: tie('steps').map((steps) => [{ probability: 0.4, steps }]),
    }),
    fc.record({ kind: fc.constant('cached'), cache: fc.constantFrom('ratio', 'keys'), steps: tie('steps') }),
    fc.record({
      kind: fc.constant('call'),
      operation: fc.constant('lookup'),
      times: fc.constantFrom(
        once,
        { kind: 'geometric', mean: 1.5 } as const,
        { kind: 'fixed', mean: 0.5 } as const,
      ),
      isAwaited: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('mix'),
      station: fc.constantFrom(...names),
      time: fc.constant(randomTime(0.2)),
      calls: fc.constant([{ operation: 'lookup', mean: 1.5, isAwaited: true }]),
    }),
  ),
}));

const anyNetwork: fc.Arbitrary<Network> = fc
  .record({
    stations: fc.tuple(station('one'), station('two'), station('three')),
    steps: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
    rates: fc.tuple(amount(0.001, 0.5), amount(0.001, 0.5)),
    kind: fc.constantFrom('open', 'closed', 'limited'),
    room: fc.constantFrom(0, 3),
    scv: fc.constantFrom(1, 1, 0, 3),
    batch: fc.constantFrom(1, 1, 4),
    population: fc.integer({ min: 1, max: 12 }),
    think: amount(0, 10),
  })
  .map(({ stations, steps, rates, kind, room, scv, batch, population, think }) =>
    networkOf({
      stations:
        kind === 'limited'
          ? [{ ...stations[0], room, discipline: 'fifo' }, stations[1], stations[2]]
          : stations,
      caches: [
        { kind: 'ratio', id: 'ratio', hits: 0.8 },
        { kind: 'keys', id: 'keys', keys: 500, exponent: 0.9, lifetime: 60, room: 100, guard: 'none' },
      ],
      operations: [
        operationOf({ id: 'lookup', steps: [{ kind: 'work', station: 'two', time: randomTime(0.1) }] }),
      ],
      sources: [
        openSource({
          id: 'a',
          rate: rates[0],
          ...(kind === 'open' && { scv, batch }),
          steps: steps[0] ?? [],
          priority: 1,
        }),
        openSource({ id: 'b', rate: rates[1], steps: steps[1] ?? [] }),
        ...(kind !== 'closed'
          ? []
          : [
              closedSource({
                id: 'c',
                population,
                think: randomTime(think),
                steps: steps[2] ?? [],
                priority: 2,
              }),
            ]),
      ],
    }),
  );

function everyNumber(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyNumber) : [];
}

test('no network gives NaN, an infinite figure or a utilisation above one, and each refusal says why', () => {
  let solved = 0;
  fc.assert(
    fc.property(anyNetwork, (network) => {
      const solution = solveNetwork(network);
      if ('kind' in solution) {
        expect(solution.because.length * solution.mend.length).toBeGreaterThan(0);
        expect(solution.because + solution.mend).not.toMatch(/NaN|undefined/);
        return;
      }
      solved++;
      expect(everyNumber(solution).every((value) => !Number.isNaN(value) && value >= 0)).toBe(true);
      expect(everyNumber([solution.sources, solution.stations]).every(Number.isFinite)).toBe(true);
      for (const { station: id, utilisation, throughput, response, inSystem } of solution.stations) {
        const isQueue = network.stations.some((each) => each.id === id && each.servers < Infinity);
        if (isQueue) expect(utilisation).toBeLessThanOrEqual(1 + 1e-9);
        expect(near(inSystem, throughput * response)).toBe(true);
      }
      for (const { p50 = 0, p95 = Infinity, p99 = Infinity } of solution.sources)
        expect(p50 <= p95 && p95 <= p99).toBe(true);
    }),
    { numRuns: 200 },
  );
  expect(solved).toBeGreaterThan(60);
});

const load = fc.record({
  visits: fc.integer({ min: 1, max: 5 }),
  service: amount(0.01, 1),
  servers: fc.constantFrom(1, 1, 3, Infinity),
});
const loads = fc.array(load, { minLength: 1, maxLength: 3 });

const openAt = (rate: number, given: readonly { visits: number; service: number; servers: number }[]) =>
  openNetworkOf(
    rate,
    given.map(({ visits, service }, k) => [`s${k}`, visits, service] as const),
    given.map(({ servers }, k) => ({ id: `s${k}`, servers })),
  );
const closedAt = (
  population: number,
  think: number,
  given: readonly { visits: number; service: number; servers: number }[],
) =>
  closedNetworkOf(
    population,
    think,
    given.map(({ visits, service }, k) => [`s${k}`, visits, service] as const),
    given.map(({ servers }, k) => ({ id: `s${k}`, servers })),
  );

function solved(network: Network): NetworkSolution {
  const solution = solveNetwork(network);
  if ('kind' in solution) throw new Error(solution.because);
  return solution;
}

const limitOf = (given: readonly { visits: number; service: number; servers: number }[]): number =>
  Math.min(...given.map(({ visits, service, servers }) => servers / (visits * service)));

test("Little's law and the utilisation law hold in open networks, and more load takes longer", () => {
  fc.assert(
    fc.property(loads, amount(0.05, 0.9), (given, part) => {
      const most = limitOf(given);
      const rate = part * (most === Infinity ? 1 : most);
      const solution = solved(openAt(rate, given));
      const users = solution.sources[0];
      const inSystem = solution.stations.reduce((sum, each) => sum + each.inSystem, 0);
      expect(near(inSystem, rate * (users?.response ?? NaN))).toBe(true);
      given.forEach(({ visits, service, servers }, k) => {
        const got = solution.stations[k]?.utilisation ?? NaN;
        expect(near(got, (rate * visits * service) / (servers === Infinity ? 1 : servers))).toBe(true);
      });
      const more = solved(openAt(rate * 1.05, given)).sources[0]?.response ?? NaN;
      expect(more).toBeGreaterThanOrEqual((users?.response ?? NaN) * (1 - 1e-12));
    }),
    runs,
  );
});

test('closed networks obey their laws and stay within the asymptotic and the balanced bounds', () => {
  fc.assert(
    fc.property(loads, fc.integer({ min: 1, max: 80 }), amount(0, 20), (given, population, think) => {
      const solution = solved(closedAt(population, think, given));
      const users = solution.sources[0];
      const rate = users?.throughput ?? NaN;
      const inSystem = solution.stations.reduce((sum, each) => sum + each.inSystem, 0);
      expect(near(inSystem + rate * think, population)).toBe(true);
      const stations = given.map((each) => ({ ...each }));
      const bounds = asymptoticBounds(
        population,
        think,
        stations.filter(({ servers }) => servers < Infinity),
      );
      const delays = stations
        .filter(({ servers }) => servers === Infinity)
        .reduce((sum, { visits, service }) => sum + visits * service, 0);
      const all = asymptoticBounds(
        population,
        think + delays,
        stations.filter(({ servers }) => servers < Infinity),
      );
      expect(rate).toBeLessThanOrEqual(Math.min(bounds.throughputHigh, all.throughputHigh) * (1 + 1e-9));
      expect(rate).toBeGreaterThanOrEqual(all.throughputLow * (1 - 1e-9));
      if (stations.every(({ servers }) => servers !== 3)) {
        const balanced = balancedBounds(population, think, stations);
        expect(rate).toBeLessThanOrEqual(balanced.throughputHigh * (1 + 1e-9));
        expect(rate).toBeGreaterThanOrEqual(balanced.throughputLow * (1 - 1e-9));
      }
      const more = solved(closedAt(population + 1, think, given)).sources[0]?.throughput ?? NaN;
      expect(more).toBeGreaterThanOrEqual(rate * (1 - 1e-9));
    }),
    runs,
  );
});

test('very many people who think very long are an open network', () => {
  fc.assert(
    fc.property(loads, amount(0.05, 0.8), (given, part) => {
      const most = limitOf(given);
      const rate = part * (most === Infinity ? 1 : most);
      const population = 20_000;
      const open = solved(openAt(rate, given)).sources[0]?.response ?? NaN;
      const closed = solved(closedAt(population, population / rate, given)).sources[0]?.response ?? NaN;
      return near(open, closed, 0.01);
    }),
    { numRuns: 25 },
  );
});
