/** A station of a closed network; `servers` Infinity is a delay without a queue. */
export interface ClosedStation {
  readonly visits: number;
  readonly service: number;
  readonly servers: number;
}

export interface ClosedResult {
  /** Completed requests per second. */
  readonly throughput: number;
  /** Mean time in the network without the think time, R = N/X − Z (Little's law). */
  readonly response: number;
  readonly stations: readonly {
    readonly utilisation: number;
    readonly response: number;
    readonly inSystem: number;
  }[];
}

/** Relative weights of a network with 0…N customers; only ratios matter, so each array keeps its own scale. */
type Weights = Float64Array;

/**
 * Exact solution of a closed product-form network: `customers` who think `think` seconds between requests.
 * Convolution (Buzen 1973; Bolch et al., ch. 8) adds only positive terms. Load-dependent MVA subtracts, and loses
 * all digits past the knee. Weights are formed in logarithms, so neither the population nor the think time overflows.
 */
export function closedNetwork(
  customers: number,
  think: number,
  stations: readonly ClosedStation[],
): ClosedResult {
  const demands = stations.map((station) => station.visits * station.service);
  const servers = stations.map((station) => station.servers);
  const all = [...demands, think];
  const scale = timePerCompletion(demands, servers, think, customers);
  const weights = [...servers, Infinity].map((count, k) =>
    stationWeights((all[k] ?? 0) / scale, count, customers),
  );
  const { before, after } = partialProducts(weights, customers);
  const whole = before[weights.length] ?? new Float64Array(customers + 1);
  const throughput = customers === 0 ? 0 : (whole[customers - 1] ?? 0) / (whole[customers] ?? 1) / scale;
  return {
    throughput,
    response: customers === 0 ? demands.reduce((a, b) => a + b, 0) : customers / throughput - think,
    stations: stations.map((station, k) => {
      const rest = convolve(before[k] ?? whole, after[k + 1] ?? whole);
      const inSystem = meanLength(weights[k] ?? whole, rest, customers);
      const visitRate = throughput * station.visits;
      return {
        utilisation: Number.isFinite(station.servers) ? (visitRate * station.service) / station.servers : 0,
        response: visitRate === 0 ? station.service : inSystem / visitRate,
        inSystem,
      };
    }),
  };
}

/**
 * Least seconds between completions by the asymptotic bounds: the slowest station, or everybody's cycle divided by
 * everybody. With times counted in it, each array peaks near the mean of its station, so the terms that matter in a
 * convolution stay far from underflow; two delays of very different length lost digits otherwise.
 */
function timePerCompletion(
  demands: readonly number[],
  servers: readonly number[],
  think: number,
  customers: number,
): number {
  const slowest = Math.max(0, ...demands.map((demand, k) => demand / (servers[k] ?? 1)));
  const cycle = demands.reduce((sum, demand) => sum + demand, think);
  const least = Math.max(slowest, cycle / Math.max(1, customers));
  return least > 0 ? least : 1;
}

/**
 * d^n / Π min(i, c) for n = 0…N, in logarithms, then scaled to a largest entry of 1. The shift is the same for a whole
 * array and cancels in every ratio; entries that underflow are below 1e-308 of the largest and cannot be seen.
 */
function stationWeights(demand: number, servers: number, customers: number): Weights {
  const logs = new Float64Array(customers + 1);
  const step = Math.log(demand);
  for (let n = 1; n <= customers; n++) logs[n] = (logs[n - 1] ?? 0) + step - Math.log(Math.min(n, servers));
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  return logs.map((log) => Math.exp(log - largest));
}

function convolve(a: Weights, b: Weights): Weights {
  const size = a.length;
  const sum = new Float64Array(size);
  for (let n = 0; n < size; n++) {
    let total = 0;
    for (let j = 0; j <= n; j++) total += (a[j] ?? 0) * (b[n - j] ?? 0);
    sum[n] = total;
  }
  const largest = sum.reduce((x, y) => Math.max(x, y), 0);
  return largest > 0 ? sum.map((value) => value / largest) : sum;
}

/** `before[k]` holds stations 0…k−1, `after[k]` stations k…end: the network without station k is before[k] * after[k+1]. */
function partialProducts(weights: readonly Weights[], customers: number) {
  const unit = new Float64Array(customers + 1);
  unit[0] = 1;
  const before: Weights[] = [unit];
  for (const own of weights) before.push(convolve(before.at(-1) ?? unit, own));
  const after: Weights[] = [unit];
  for (const own of weights.toReversed()) after.unshift(convolve(own, after[0] ?? unit));
  return { before, after };
}

function meanLength(own: Weights, rest: Weights, customers: number): number {
  let total = 0;
  let mean = 0;
  for (let j = 0; j <= customers; j++) {
    const weight = (own[j] ?? 0) * (rest[customers - j] ?? 0);
    total += weight;
    mean += j * weight;
  }
  return total === 0 ? 0 : mean / total;
}
