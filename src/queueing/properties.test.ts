import fc from 'fast-check';
import { expect, test } from 'vitest';
import { downtimePerMonth, inSeries, kOfN } from './availability.ts';
import { asymptoticBounds } from './bounds.ts';
import { closedNetwork } from './closed.ts';
import { erlangC } from './erlang.ts';
import { variableQuantile, variableResponse } from './ggc.ts';
import { gammaQuantile } from './gamma.ts';
import { generalServer } from './mg1.ts';
import { multiServer, responseQuantile, responseTail } from './mmc.ts';
import { boundedQueue } from './mmck.ts';
import { meanValueAnalysis } from './mva.ts';
import { expectedAttempts } from './retries.ts';
import { ttlHitRatio } from './ttl-cache.ts';
import { waitingMoments } from './waiting.ts';

const service = fc.double({ min: 0.001, max: 2, noNaN: true });
const utilisation = fc.double({ min: 0.01, max: 0.97, noNaN: true });
const servers = fc.integer({ min: 1, max: 200 });
const stable = fc.record({ service, utilisation, servers }).map((drawn) => ({
  service: drawn.service,
  servers: drawn.servers,
  arrival: (drawn.utilisation * drawn.servers) / drawn.service,
}));
const close = (a: number, b: number, tolerance = 1e-6): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1e-12, Math.abs(a), Math.abs(b));
const holds = fc.assert;

test("Little's law holds for queue and system", () => {
  holds(
    fc.property(stable, (station) => {
      const result = multiServer(station);
      return (
        close(result.inSystem, station.arrival * result.response) &&
        close(result.inSystem - result.queueLength, station.arrival * station.service)
      );
    }),
  );
});

test('M/M/c with one server is M/M/1 and M/G/1 with scv 1', () => {
  holds(
    fc.property(service, utilisation, (time, rho) => {
      const arrival = rho / time;
      const many = multiServer({ arrival, service: time, servers: 1 });
      const general = generalServer({ arrival, service: time, scv: 1 });
      const p95 = responseQuantile({ arrival, service: time, servers: 1 }, 0.95);
      return (
        close(many.response, time / (1 - rho)) &&
        close(many.response, general.response) &&
        close(p95, (Math.log(20) * time) / (1 - rho))
      );
    }),
  );
});

test('more load never shortens, more servers never lengthen the response', () => {
  holds(
    fc.property(stable, fc.double({ min: 1, max: 1.02, noNaN: true }), (station, more) => {
      const response = multiServer(station).response;
      const loaded = multiServer({ ...station, arrival: station.arrival * more }).response;
      const helped = multiServer({ ...station, servers: station.servers + 1 }).response;
      return loaded >= response * (1 - 1e-9) && helped <= response * (1 + 1e-9);
    }),
  );
});

test('the quantile is the inverse of the tail, also where the two exponentials coincide', () => {
  holds(
    fc.property(stable, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 0.999), (station, q) => {
      return close(responseTail(station, responseQuantile(station, q)), 1 - q, 1e-6);
    }),
  );
  const meeting = { arrival: 3, service: 1, servers: 4 };
  expect(close(responseTail(meeting, responseQuantile(meeting, 0.99)), 0.01)).toBe(true);
});

test('a saturated station waits for ever', () => {
  const station = { arrival: 10, service: 1, servers: 10 };
  expect(erlangC(10, 10)).toBe(1);
  expect(multiServer(station).response).toBe(Infinity);
  expect(responseQuantile(station, 0.5)).toBe(Infinity);
  expect(variableResponse({ ...station, scv: 2 })).toBe(Infinity);
});

test('the correction for variable service is exact where theory is', () => {
  holds(
    fc.property(stable, (station) => {
      return (
        close(variableResponse({ ...station, scv: 1 }), multiServer(station).response) &&
        close(variableQuantile({ ...station, scv: 1 }, 0.95), responseQuantile(station, 0.95))
      );
    }),
  );
  holds(
    fc.property(service, utilisation, fc.double({ min: 0, max: 8, noNaN: true }), (time, rho, scv) => {
      const station = { arrival: rho / time, service: time, scv };
      return close(variableResponse({ ...station, servers: 1 }), generalServer(station).response);
    }),
  );
});

test('a bounded queue becomes M/M/c as the bound goes away, and rejects more when smaller', () => {
  holds(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0.05, max: 0.8, noNaN: true }),
      (c, rho) => {
        const station = { arrival: rho * c, service: 1, servers: c };
        const open = boundedQueue(station, c + 400);
        return (
          close(open.response, multiServer(station).response, 1e-6) &&
          boundedQueue(station, c).pFull >= boundedQueue(station, c + 5).pFull
        );
      },
    ),
  );
});

const single = fc.record({
  visits: fc.double({ min: 0.1, max: 20, noNaN: true }),
  service: fc.double({ min: 0.001, max: 1, noNaN: true }),
  servers: fc.constantFrom(1, Infinity),
});
const population = fc.integer({ min: 1, max: 120 });
const thinking = fc.double({ min: 0, max: 30, noNaN: true });

test('MVA and convolution agree on single servers and delays', () => {
  holds(
    fc.property(fc.array(single, { minLength: 1, maxLength: 5 }), population, thinking, (stations, n, z) => {
      const mva = meanValueAnalysis(n, z, stations);
      const convolution = closedNetwork(n, z, stations);
      return (
        close(mva.throughput, convolution.throughput) &&
        close(mva.response + 1e-9, convolution.response + 1e-9, 1e-4) &&
        mva.stations.every((station, k) =>
          close(station.inSystem, convolution.stations[k]?.inSystem ?? NaN, 1e-5),
        )
      );
    }),
  );
});

test('two delays of very different length keep their digits', () => {
  const stations = [
    { visits: 0.1, service: 0.001, servers: 1 },
    { visits: 0.14, service: 0.16, servers: Infinity },
    { visits: 10.7, service: 0.43, servers: Infinity },
  ];
  const mva = meanValueAnalysis(80, 30, stations);
  expect(close(closedNetwork(80, 30, stations).throughput, mva.throughput, 1e-12)).toBe(true);
});

const several = fc.record({
  visits: fc.double({ min: 0.1, max: 20, noNaN: true }),
  service: fc.double({ min: 0.001, max: 1, noNaN: true }),
  servers: fc.constantFrom(1, 2, 8, 64),
});

test('a closed network keeps all its customers and stays within the asymptotic bounds', () => {
  holds(
    fc.property(fc.array(several, { minLength: 1, maxLength: 4 }), population, thinking, (stations, n, z) => {
      const result = closedNetwork(n, z, stations);
      const bounds = asymptoticBounds(n, z, stations);
      const inside = result.stations.reduce((sum, station) => sum + station.inSystem, 0);
      return (
        close(inside + result.throughput * z, n, 1e-6) &&
        result.throughput <= bounds.throughputHigh * (1 + 1e-9) &&
        result.throughput >= bounds.throughputLow * (1 - 1e-9) &&
        result.response >= bounds.responseLow * (1 - 1e-6) - 1e-9
      );
    }),
  );
});

test('convolution holds far beyond the knee, where load-dependent MVA loses all digits', () => {
  const station = [{ visits: 1, service: 0.1, servers: 8 }];
  expect(closedNetwork(200, 1, station).throughput).toBeCloseTo(80, 6);
  expect(closedNetwork(1000, 1, station).throughput).toBeCloseTo(80, 6);
  const manyThinking = closedNetwork(800, 100, [{ visits: 1, service: 0.01, servers: 1 }]);
  expect(manyThinking.throughput).toBeGreaterThan(7.9);
  expect(manyThinking.throughput).toBeLessThan(8);
});

test('availability: series multiplies, parts in parallel help, k of n is the binomial sum', () => {
  expect(inSeries([0.999, 0.998])).toBeCloseTo(0.997002, 12);
  expect(kOfN(1, 2, 0.99)).toBeCloseTo(0.9999, 12);
  expect(kOfN(2, 3, 0.9)).toBeCloseTo(0.972, 12);
  expect(downtimePerMonth(0.9995)).toBeCloseTo(21.6 * 60, 6);
  const part = fc.double({ min: 0.5, max: 1, noNaN: true });
  holds(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), part, (needed, extra, a) => {
      const value = kOfN(needed, needed + extra, a);
      return (
        value >= kOfN(needed, needed, a) - 1e-12 && value <= 1 && close(kOfN(needed, needed, a), a ** needed)
      );
    }),
  );
});

test('attempts: one when nothing fails, all when everything fails', () => {
  expect(expectedAttempts(0, 4)).toBe(1);
  expect(expectedAttempts(1, 4)).toBe(4);
  expect(expectedAttempts(0.5, 4)).toBeCloseTo(1.875, 12);
});

test('a gamma quantile is that of the exponential for equal mean and deviation', () => {
  for (const q of [0.5, 0.9, 0.95, 0.99, 0.999])
    expect(Math.abs(gammaQuantile(2, 4, q) / (-2 * Math.log(1 - q)) - 1)).toBeLessThan(0.025);
  expect(gammaQuantile(3, 0, 0.99)).toBe(3);
});

test('waiting moments are those of M/M/c and grow with variability', () => {
  holds(
    fc.property(stable, (station) => {
      const { arrival, service: time, servers: count } = station;
      const waiting = waitingMoments(arrival, time, 1, count);
      return (
        close(waiting.mean + 1e-12, multiServer(station).waiting + 1e-12) &&
        waitingMoments(arrival, time, 2, count).mean >= waiting.mean
      );
    }),
  );
});

test('the hit ratio of a cache with lifetimes equals the full sum over keys and grows with rate and lifetime', () => {
  holds(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      (keys, rate) => {
        const weights = Array.from({ length: keys }, (_, k) => (k + 1) ** -0.8);
        const total = weights.reduce((a, b) => a + b, 0);
        const exact = weights.reduce((sum, weight) => {
          const asked = (rate * weight * 60) / total;
          return sum + (weight / total) * (asked / (1 + asked));
        }, 0);
        const blocks = ttlHitRatio(rate, 60, keys, 0.8);
        return (
          Math.abs(blocks - exact) < 0.01 &&
          ttlHitRatio(rate * 2, 60, keys, 0.8) >= blocks &&
          ttlHitRatio(rate, 120, keys, 0.8) >= blocks
        );
      },
    ),
  );
});
