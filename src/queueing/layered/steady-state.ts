/** Rates between states as three lists of the same length; the diagonal follows from them. */
export interface SparseChain {
  readonly size: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly rates: readonly number[];
}

/** Most sweeps over all states, and those without relaxation. */
const mostSweeps = 20_000;
const plainSweeps = 400;

/**
 * Stationary probabilities of a chain with one recurrent class, by Gauss-Seidel: π_j = Σ π_i q_ij / −q_jj in the order
 * of the states and back (one direction alone goes round in circles with a cycle that runs against it), until the flow balance of all states is within `tolerance` of the whole flow. Undefined when it does
 * not get there. Source: Stewart, Introduction to the Numerical Solution of Markov Chains, 1994, ch. 3.
 */
export function steadyState(chain: SparseChain, tolerance = 1e-9): Float64Array | undefined {
  const { size, from, rates } = chain;
  if (size === 1) return Float64Array.of(1);
  const { starts, origins, weights } = incoming(chain);
  const out = new Float64Array(size);
  for (let at = 0; at < from.length; at++) {
    const state = from[at] ?? 0;
    out[state] = (out[state] ?? 0) + (rates[at] ?? 0);
  }
  const share = new Float64Array(size).fill(1 / size);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    const relaxed = sweep < plainSweeps ? 1 : 0.9;
    const isForward = sweep % 2 === 0;
    let [moved, flow, sum] = [0, 0, 0];
    for (let turn = 0; turn < size; turn++) {
      const state = isForward ? turn : size - 1 - turn;
      let into = 0;
      const end = starts[state + 1] ?? 0;
      for (let at = starts[state] ?? 0; at < end; at++)
        into += (share[origins[at] ?? 0] ?? 0) * (weights[at] ?? 0);
      const leaving = out[state] ?? 0;
      const before = share[state] ?? 0;
      moved += Math.abs(into - before * leaving);
      flow += into;
      const now = leaving > 0 ? before + relaxed * (into / leaving - before) : before;
      share[state] = now;
      sum += now;
    }
    for (let state = 0; state < size; state++) share[state] = (share[state] ?? 0) / sum;
    if (moved <= tolerance * flow) return share;
  }
  return undefined;
}

/** The same rates by target state. */
function incoming({ size, from, to, rates }: SparseChain) {
  const starts = new Int32Array(size + 1);
  for (const state of to) starts[state + 1] = (starts[state + 1] ?? 0) + 1;
  for (let state = 0; state < size; state++)
    starts[state + 1] = (starts[state + 1] ?? 0) + (starts[state] ?? 0);
  const filled = starts.slice();
  const origins = new Int32Array(to.length);
  const weights = new Float64Array(to.length);
  for (let at = 0; at < to.length; at++) {
    const slot = filled[to[at] ?? 0] ?? 0;
    filled[to[at] ?? 0] = slot + 1;
    origins[slot] = from[at] ?? 0;
    weights[slot] = rates[at] ?? 0;
  }
  return { starts, origins, weights };
}
