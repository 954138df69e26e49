import { expect, test } from 'vitest';
import { convolve } from './closed/convolution.ts';
import { batchWaits } from './stations/batches.ts';
import { constantServiceWait } from './stations/deterministic.ts';

/** Stationary probabilities of a small Markov chain by sweeping its balance equations. */
function balance(
  size: number,
  into: (state: number) => readonly (readonly [from: number, rate: number])[],
  out: (state: number) => number,
) {
  const odds = new Float64Array(size).fill(1 / size);
  for (let round = 0; round < 20_000; round++) {
    let change = 0;
    for (let at = 0; at < size; at++) {
      const state = round % 2 === 0 ? at : size - 1 - at;
      const value = into(state).reduce((sum, [from, rate]) => sum + (odds[from] ?? 0) * rate, 0) / out(state);
      change = Math.max(change, Math.abs(value - (odds[state] ?? 0)));
      odds[state] = value;
    }
    const total = odds.reduce((a, b) => a + b, 0);
    odds.forEach((value, state) => (odds[state] = value / total));
    if (change < 1e-14) break;
  }
  return odds;
}

test('three people and a Poisson stream at two servers are the Markov chain of it', () => {
  const [rate, think, most] = [1.1, 2, 120];
  const index = (open: number, closed: number): number => open * 4 + closed;
  const served = (own: number, other: number): number =>
    (own * Math.min(2, own + other)) / Math.max(1, own + other);
  const odds = balance(
    (most + 1) * 4,
    (state) => {
      const [open, closed] = [Math.floor(state / 4), state % 4];
      return [
        ...(open > 0 ? [[index(open - 1, closed), rate] as const] : []),
        ...(open < most ? [[index(open + 1, closed), served(open + 1, closed)] as const] : []),
        ...(closed > 0 ? [[index(open, closed - 1), (4 - closed) / think] as const] : []),
        ...(closed < 3 ? [[index(open, closed + 1), served(closed + 1, open)] as const] : []),
      ];
    },
    (state) => {
      const [open, closed] = [Math.floor(state / 4), state % 4];
      return (open < most ? rate : 0) + served(open, closed) + (3 - closed) / think + served(closed, open);
    },
  );
  const figures = convolve(
    [{ population: 3, think }],
    [{ copies: 1, demands: [1], speeds: [1, 2], openLoad: rate }],
    [1],
  );
  const mean = (of: (state: number) => number): number =>
    odds.reduce((sum, value, state) => sum + value * of(state), 0);
  expect(figures.queues[0]?.[0]).toBeCloseTo(
    mean((state) => state % 4),
    6,
  );
  expect(figures.openQueues[0]).toBeCloseTo(
    mean((state) => Math.floor(state / 4)),
    6,
  );
});

test('batches at two servers are the Markov chain of them', () => {
  const [rate, size, most] = [1.2, 3, 120];
  const odds = balance(
    most + 1,
    (n) => [
      ...(n >= size ? [[n - size, rate / size] as const] : []),
      ...(n < most ? [[n + 1, Math.min(n + 1, 2)] as const] : []),
    ],
    (n) => (n + size <= most ? rate / size : 0) + Math.min(n, 2),
  );
  const length = odds.reduce((sum, value, n) => sum + value * n, 0);
  const [wait = NaN] = batchWaits([{ rate, size }], 2) ?? [];
  expect(rate * (wait + 1)).toBeCloseTo(length, 6);
});

/** M/D/c as what is left after each constant service: n' = max(n − c, 0) + Poisson. */
function constantServiceLength(offered: number, servers: number): number {
  const most = 150;
  const arrivals = [Math.exp(-offered)];
  for (let n = 1; n <= most; n++) arrivals.push(((arrivals[n - 1] ?? 0) * offered) / n);
  let odds = new Float64Array(most + 1);
  odds[0] = 1;
  for (let round = 0; round < 3000; round++) {
    const next = new Float64Array(most + 1);
    odds.forEach((value, n) => {
      const left = Math.max(0, n - servers);
      for (let more = 0; left + more <= most; more++)
        next[left + more] = (next[left + more] ?? 0) + value * (arrivals[more] ?? 0);
    });
    odds = next;
  }
  return odds.reduce((sum, value, n) => sum + value * n, 0);
}

test.each([
  [1, 0.8],
  [2, 0.8],
  [5, 0.6],
  [10, 0.8],
  [25, 0.9],
])('M/D/%d at %f is its chain of departures', (servers, rho) => {
  const offered = rho * servers;
  const length = offered * (1 + constantServiceWait(offered, servers));
  expect(length / constantServiceLength(offered, servers)).toBeCloseTo(1, 7);
});
