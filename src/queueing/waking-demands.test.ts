import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generalServer } from './mg1.ts';
import { fitWakingDemands, wakingUtilisation } from './waking-demands.ts';
import { wakingResponse } from './waking-server.ts';

const rates = [50, 100, 150, 200, 250, 300, 350, 400];
const cost = fc.double({ min: 0.0005, max: 0.0018, noNaN: true });
const idle = fc.double({ min: 0.001, max: 0.05, noNaN: true });

/** A thread that works `demand` a request, and `waking` more when it slept. */
const points = (demand: number, waking: number, background: number, noise: (index: number) => number) =>
  rates.map((rate, index) => ({
    busy: wakingUtilisation(background + rate * demand, rate * waking) + noise(index),
    throughput: [rate],
  }));

test('recovers what a request costs and what waking costs', () => {
  fc.assert(
    fc.property(
      cost,
      fc.double({ min: 0.0002, max: 0.002, noNaN: true }),
      idle,
      (demand, waking, background) => {
        const fit = fitWakingDemands(points(demand, waking, background, () => 0));
        expect(fit.kind).toBe('fit');
        if (fit.kind !== 'fit') return;
        expect(fit.demands[0]?.value).toBeCloseTo(demand, 7);
        expect(fit.waking).toBeCloseTo(waking, 7);
      },
    ),
  );
});

test('points on a straight line, or about one, ask for no waking', () => {
  const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
  let bent = 0;
  fc.assert(
    fc.property(cost, idle, noise, (demand, background, errors) => {
      const fit = fitWakingDemands(points(demand, 0, background, (index) => 0.002 * (errors[index] ?? 0)));
      if (fit.kind === 'fit' && fit.waking > 0) bent += 1;
    }),
    { numRuns: 200 },
  );
  expect(bent).toBeLessThan(20);
});

test('without a waking it is Pollaczek–Khinchine, and beyond the limit endless', () => {
  const station = { arrival: 300, service: 0.002, scv: 0.5 };
  expect(wakingResponse({ ...station, waking: 0 })).toBeCloseTo(generalServer(station).response, 12);
  expect(wakingResponse({ ...station, arrival: 500, waking: 0.001 })).toBe(Infinity);
});
