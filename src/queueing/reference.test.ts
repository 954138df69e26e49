import { expect, test } from 'vitest';
import { closedNetwork } from './closed.ts';
import { erlangB } from './erlang.ts';
import { openNetwork } from './jackson.ts';
import { generalServer, priorityWaiting } from './mg1.ts';
import { multiServer, responseQuantile } from './mmc.ts';
import { boundedQueue } from './mmck.ts';
import { meanValueAnalysis } from './mva.ts';
import { worstAmplification } from './retries.ts';
import { fitScalability, scalabilityPeak, scalabilityThroughput } from './usl.ts';

/** |got − expected| ≤ tolerance × |expected|, the rule the published figures come with. */
function near(got: number | undefined, expected: number, tolerance: number): void {
  expect(Math.abs((got ?? NaN) - expected) / Math.abs(expected)).toBeLessThanOrEqual(tolerance);
}

test('M/M/c/c: Erlang B of 100 erlangs on 110 lines', () => {
  near(erlangB(100, 110), 0.027463448449822916, 1e-6);
});

// Kleinrock vol. 1; Bolch et al., ch. 6: closed form, checked with octave-queueing's qsmmm.
test.each([
  {
    arrival: 95,
    servers: 100,
    pWait: 0.5064568539130203,
    waiting: 0.10129137078260406,
    inSystem: 104.62268022434738,
    queueLength: 9.622680224347386,
    quantiles: {
      0.5: 0.8079158973740433,
      0.95: 3.114948701211936,
      0.99: 4.724387048949151,
      0.999: 7.026972142640727,
    },
  },
  {
    arrival: 243.2,
    servers: 256,
    pWait: 0.31292555308409475,
    waiting: 0.02444730883469488,
    inSystem: 249.14558550859778,
    queueLength: 5.945585508597794,
    quantiles: {
      0.5: 0.7193154387787999,
      0.95: 3.0219058520636484,
      0.99: 4.631343764497748,
      0.999: 6.933928857491794,
    },
  },
])('M/M/$servers at 95 % utilisation', ({ arrival, servers, quantiles, ...expected }) => {
  const station = { arrival, service: 1, servers };
  const result = multiServer(station);
  near(result.pWait, expected.pWait, 1e-6);
  near(result.waiting, expected.waiting, 1e-6);
  near(result.response, 1 + expected.waiting, 1e-6);
  near(result.inSystem, expected.inSystem, 1e-6);
  near(result.queueLength, expected.queueLength, 1e-6);
  near(result.utilisation, 0.95, 1e-6);
  for (const [q, seconds] of Object.entries(quantiles))
    near(responseQuantile(station, Number(q)), seconds, 1e-6);
});

// octave-queueing 1.2.7, test block of qsmmmk.
test('M/M/3/7: 40/s, 30/s a server', () => {
  const result = boundedQueue({ arrival: 40, service: 1 / 30, servers: 3 }, 7);
  near(result.pEmpty, 0.255036877675725, 1e-5);
  near(result.pFull, 0.003931315238981447, 1e-5);
  near(result.inSystem, 1.454937922939119, 1e-5);
  near(result.throughput, 39.84274739044074, 1e-5);
  near(result.response, 0.03651700794328743, 1e-5);
  near(result.waiting, 0.0031836746099540986, 1e-5);
});

// Inputs of a Java Modelling Tools example; values by the balance equations.
test('M/M/1/11: 9/s, 10/s', () => {
  const result = boundedQueue({ arrival: 9, service: 0.1, servers: 1 }, 11);
  near(result.pEmpty, 0.1393591362576369, 1e-5);
  near(result.pFull, 0.043732373619596566, 1e-5);
  near(result.throughput, 8.60640843742363, 1e-5);
  near(result.response, 0.4969440598586172, 1e-5);
});

// Pollaczek–Khinchine.
test.each([
  { name: 'M/D/1', scv: 0, waiting: 2, queueLength: 1.6 },
  { name: 'M/H2/1', scv: 4, waiting: 10, queueLength: 8 },
])('$name at 80 %', ({ scv, waiting, queueLength }) => {
  const result = generalServer({ arrival: 0.8, service: 1, scv });
  near(result.waiting, waiting, 1e-9);
  near(result.response, waiting + 1, 1e-9);
  near(result.queueLength, queueLength, 1e-9);
});

// Cobham 1954.
test('two classes with non-preemptive priority', () => {
  const [first, second] = priorityWaiting(
    { arrival: 0.3, service: 1, secondMoment: 2 },
    { arrival: 0.5, service: 1, secondMoment: 2 },
  );
  near(first, 1.142857142857143, 1e-9);
  near(second, 5.714285714285716, 1e-9);
});

// Jain, The Art of Computer Systems Performance Analysis, example 34.1, p. 572.
test('open network of a web server with two disks', () => {
  const stations = openNetwork(3, [
    { visits: 16, service: 0.01, servers: 1 },
    { visits: 7, service: 0.02, servers: 1 },
    { visits: 8, service: 0.03, servers: 1 },
  ]);
  const expected = [
    [0.48, 0.019230769230769232, 0.923076923076923],
    [0.42, 0.034482758620689655, 0.7241379310344827],
    [0.72, 0.10714285714285712, 2.571428571428571],
  ] as const;
  expected.forEach(([utilisation, response, inSystem], k) => {
    near(stations[k]?.utilisation, utilisation, 1e-3);
    near(stations[k]?.response, response, 1e-3);
    near(stations[k]?.inSystem, inSystem, 1e-3);
  });
});

const jain = [
  { visits: 16, service: 0.125, servers: 1 },
  { visits: 10, service: 0.3, servers: 1 },
  { visits: 5, service: 0.2, servers: 1 },
];
const bolch = [
  { visits: 1, service: 0.02, servers: 1 },
  { visits: 0.4, service: 0.2, servers: 1 },
  { visits: 0.2, service: 0.4, servers: 1 },
  { visits: 0.1, service: 0.6, servers: 1 },
];

// Jain p. 577 (also printed by octave's qncsmva and by PDQ) and Bolch et al., example 8.3, p. 331.
test.each([
  { name: 'convolution', solve: closedNetwork },
  { name: 'MVA', solve: meanValueAnalysis },
])('closed networks of the textbooks by $name', ({ solve }) => {
  const first = solve(20, 4, jain);
  near(first.throughput, 0.3332465122205763, 1e-4);
  near(first.response, 56.01563187182579, 1e-4);
  near(first.stations[1]?.inSystem, 16.17665112170628, 1e-4);
  near(first.stations[1]?.response, 4.854259693196409, 1e-4);
  near(first.stations[2]?.utilisation, 0.33324651222057633, 1e-4);
  const second = solve(6, 0, bolch);
  near(second.throughput, 9.919836337154356, 1e-4);
  near(second.stations[0]?.response, 0.024558394978704327, 1e-4);
  near(second.stations[3]?.inSystem, 1.2343091582259484, 1e-4);
});

// Machine-repairman M/M/8//50.
test('fifty users on a pool of eight connections', () => {
  const pool = closedNetwork(50, 1, [{ visits: 1, service: 0.1, servers: 8 }]);
  near(pool.throughput, 45.370072065090866, 1e-4);
  near(pool.response, 0.10204806217338021, 1e-4);
  near(pool.stations[0]?.inSystem, 4.629927934909134, 1e-4);
  near(pool.stations[0]?.utilisation, 0.5671259008136359, 1e-4);
});

// SPEC SDM91 measurements and fit as published for the R package usl (Gunther, Guerrilla Capacity Planning).
test('universal scalability law of SPEC SDM91', () => {
  const fit = fitScalability([
    [1, 64.9],
    [18, 995.9],
    [36, 1652.4],
    [72, 1853.2],
    [108, 1828.9],
    [144, 1775],
    [216, 1702.2],
  ]);
  near(fit.alpha, 0.02773, 0.01);
  near(fit.beta, 0.0001044, 0.01);
  near(fit.gamma, 90, 0.01);
  near(scalabilityPeak(fit), 96.51956, 0.01);
  near(scalabilityThroughput(fit, scalabilityPeak(fit)), 1884, 0.01);
});

// SRE book ch. 22 (three layers, four attempts) and AWS Builders' Library (five layers, three attempts).
test('retry amplification', () => {
  expect(worstAmplification([4, 4, 4])).toBe(64);
  expect(worstAmplification([3, 3, 3, 3, 3])).toBe(243);
});
