import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mixtureOf } from './mixture.ts';
import { demandBound, fitDemands } from './utilisation-law.ts';
import type { DemandFit, LoadPoint } from './utilisation-law.ts';

const fitted = (points: readonly LoadPoint[]): DemandFit => {
  const result = fitDemands(points);
  if (result.kind !== 'fit') throw new Error(result.why);
  return result;
};
const demand = fc.double({ min: 0.0005, max: 0.02, noNaN: true });
const background = fc.double({ min: 0, max: 0.1, noNaN: true });
const rates = [50, 100, 150, 200, 250, 300, 350, 400];

test('recovers the demand and the background of a line exactly', () => {
  fc.assert(
    fc.property(demand, background, (cost, idle) => {
      const { demands, background: found } = fitted(
        rates.map((rate) => ({ busy: idle + rate * cost, throughput: [rate] })),
      );
      // A background below 3e-7 cores is taken for none (`negligible` of the least squares).
      return Math.abs((demands[0]?.value ?? 0) - cost) < 1e-9 && Math.abs(found.value - idle) < 3e-7;
    }),
  );
});

/** A tick of 10 ms over 8 s moves a point by at most 1.25 ms/s. */
test('recovers demands of three classes from noisy points; the interval holds the truth or all but', () => {
  const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(demand, demand, demand, background, noise, (a, b, c, idle, errors) => {
      const mixes = [
        [0.7, 0.2, 0.1],
        [0.1, 0.7, 0.2],
        [0.2, 0.1, 0.7],
      ] as const;
      const points = errors.map((error, index) => {
        const throughput = (mixes[index % 3] ?? []).map((share) => share * 40 * (1 + Math.floor(index / 3)));
        const [x = 0, y = 0, z = 0] = throughput;
        return { busy: Math.max(0, idle + a * x + b * y + c * z + 0.00125 * error), throughput };
      });
      const { demands, background: found } = fitted(points);
      return [a, b, c].every((truth, k) => {
        const { value, low, high } = demands[k] ?? found;
        return value >= 0 && low >= 0 && low <= value && value <= high && Math.abs(value - truth) < 0.00015;
      });
    }),
  );
});

test('95 % intervals hold the truth in about 95 % of noisy runs', () => {
  let state = 1;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  let held = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    const points = rates.map((rate) => ({ busy: 0.1 + 0.002 * rate + 0.01 * normal(), throughput: [rate] }));
    const [found] = fitted(points).demands;
    if (found !== undefined && found.low <= 0.002 && found.high >= 0.002) held++;
  }
  expect(held / runs).toBeGreaterThan(0.93);
  expect(held / runs).toBeLessThan(0.97);
});

test('more CPU at the highest rate never lowers the demand', () => {
  fc.assert(
    fc.property(demand, background, fc.double({ min: 0, max: 1, noNaN: true }), (cost, idle, more) => {
      const points = rates.map((rate) => ({ busy: idle + rate * cost, throughput: [rate] }));
      const raised = points.map((point, index) =>
        index === 7 ? { ...point, busy: point.busy + more } : point,
      );
      return (fitted(raised).demands[0]?.value ?? 0) >= (fitted(points).demands[0]?.value ?? 0) - 1e-12;
    }),
  );
});

test('a server that needs less with more load is not given a negative demand', () => {
  const { demands, background: found } = fitted(
    rates.map((rate) => ({ busy: 0.5 - rate / 1e4, throughput: [rate] })),
  );
  expect(demands[0]?.value).toBe(0);
  expect(found.value).toBeGreaterThan(0);
});

test('says what it cannot determine', () => {
  expect(fitDemands([])).toMatchObject({ kind: 'undetermined' });
  expect(
    fitDemands([
      { busy: 1, throughput: [1] },
      { busy: 2, throughput: [2] },
    ]),
  ).toMatchObject({
    why: expect.stringContaining('at least 3 rates'),
  });
  expect(fitDemands(rates.map((rate) => ({ busy: rate, throughput: [rate, 2 * rate] })))).toMatchObject({
    why: expect.stringContaining('move together'),
  });
  expect(fitDemands(rates.map((rate) => ({ busy: Number.NaN, throughput: [rate] })))).toMatchObject({
    kind: 'undetermined',
  });
});

test('a throughput bounds the demand', () => {
  expect(demandBound(2, 500)).toBe(0.004);
  expect(demandBound(2, 0)).toBe(Infinity);
});

/** Two deterministic classes of 1 and 3 s in equal parts: mean 2, variance 1. */
test('classes of different length make a variable mixture', () => {
  const one = { arrival: 0.1, service: 1, scv: 0 };
  const mixed = mixtureOf([one, { ...one, service: 3 }]);
  expect(mixed.service).toBeCloseTo(2, 12);
  expect(mixed.scv).toBeCloseTo(1 / 4, 12);
  expect(mixtureOf([])).toEqual({ arrival: 0, service: 0, scv: 0 });
});
