/** Requests that arrive `size` at a time; `rate` counts requests. */
export interface BatchStream {
  readonly rate: number;
  readonly size: number;
}

/** States beyond which a queue of batches is not followed. */
const longest = 2_000_000;

/**
 * Mean wait of each stream in service times at `servers` servers with exponential service of mean 1, first come first
 * served, batches of fixed sizes at Poisson moments (M^[X]/M/c), exact. What crosses between n and n + 1 requests
 * balances: min(n + 1, c)·p[n+1] = Σ streams (rate/size)·Σ_{j>n−size} p[j], which adds only positive terms. A batch
 * finds the state of any moment, and its i-th request waits (n + i − c)/c. Source: Chaudhry and Templeton, A First
 * Course in Bulk Queues, ch. 3. Absent where the queue is too long to be followed.
 */
export function batchWaits(streams: readonly BatchStream[], servers: number): readonly number[] | undefined {
  const states = statesOf(streams, servers);
  if (states === undefined) return undefined;
  const total = states.reduce((a, b) => a + b, 0);
  return streams.map(({ size }) => {
    let waits = 0;
    states.forEach((weight, n) => {
      // Σ_{i=1..size} max(0, n + i − c)
      const last = Math.max(0, n + size - servers);
      const first = Math.max(0, n - servers);
      waits += weight * ((last * (last + 1)) / 2 - (first * (first + 1)) / 2);
    });
    return waits / (total * size * servers);
  });
}

function statesOf(streams: readonly BatchStream[], servers: number): number[] | undefined {
  const states = [1];
  let total = 1;
  for (let n = 0; n < longest; n++) {
    let up = 0;
    for (const { rate, size } of streams) {
      let recent = 0;
      for (let j = Math.max(0, n - size + 1); j <= n; j++) recent += states[j] ?? 0;
      up += (rate / size) * recent;
    }
    const next = up / Math.min(n + 1, servers);
    states.push(next);
    total += next;
    if (n > servers && next * (n + 1) * (n + 1) < 1e-17 * total) return states;
    if (total > 1e250) {
      for (let j = 0; j < states.length; j++) states[j] = (states[j] ?? 0) / total;
      total = 1;
    }
  }
  return undefined;
}
