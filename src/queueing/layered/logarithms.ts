/** Weights are kept as logarithms, scaled to a largest of 0: populations of thousands neither overflow nor vanish. */
export type LogWeights = Float64Array;

export function scaled(logs: LogWeights): LogWeights {
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  return Number.isFinite(largest) ? logs.map((log) => log - largest) : logs;
}

/** Terms smaller than e^−700 of the largest are zero. */
const nothing = -700;

/** Convolution of two lists of weights, cut to `size` terms. */
export function logConvolve(a: LogWeights, b: LogWeights, size: number): LogWeights {
  if (a.length === 1) return b.slice(0, size);
  if (b.length === 1) return a.slice(0, size);
  const plainA = scaled(a);
  const plainB = scaled(b);
  const length = Math.min(size, a.length + b.length - 1);
  const result = new Float64Array(length);
  for (let n = 0; n < length; n++) {
    const from = Math.max(0, n - b.length + 1);
    const to = Math.min(n, a.length - 1);
    let largest = -Infinity;
    for (let j = from; j <= to; j++)
      largest = Math.max(largest, (plainA[j] ?? nothing) + (plainB[n - j] ?? nothing));
    let sum = 0;
    for (let j = from; j <= to; j++) {
      const log = (plainA[j] ?? nothing) + (plainB[n - j] ?? nothing) - largest;
      if (log > -45) sum += Math.exp(log);
    }
    result[n] = largest + Math.log(sum);
  }
  return result;
}

/** Probabilities in the proportion of the weights. */
export function normalised(logs: LogWeights): Float64Array {
  const weights = scaled(logs).map((log) => Math.exp(log));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}
