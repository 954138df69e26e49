/**
 * Weights w(n) of n closed requests at a station whose speed depends on all that are present, j requests from outside
 * included: w(n) = Σ_j C(n + j, j)·load^j / Π_{i ≤ n+j} speed(i). Without outside load 1/Π speed. Source: Bruell and
 * Balbo, Computational Algorithms for Closed Queueing Networks, 1980; Lavenberg, Computer Performance Modeling
 * Handbook, ch. 3 (effective capacity of mixed networks).
 */
export interface StationWeights {
  /** Logarithms of w(0), w(1), … up to where the speed no longer changes. */
  readonly logs: readonly number[];
  /** w(n + 1)/w(n) from there on: 1/(last speed − load). */
  readonly ratio: number;
  /** Mean number from outside with n of the closed classes present. */
  readonly outside: (closed: number) => number;
}

export function stationWeights(speeds: readonly number[], openLoad: number): StationWeights {
  const last = speeds.at(-1) ?? 1;
  const heads: { readonly log: number; readonly outside: number }[] = [];
  let product = 0;
  for (let n = 0; n < speeds.length; n++) {
    if (n > 0) product += Math.log(speeds[n - 1] ?? 1);
    const { log, outside } = outsideOf(n, speeds, openLoad);
    heads.push({ log: log - product, outside });
  }
  const part = openLoad / last;
  return {
    logs: heads.map(({ log }) => log),
    ratio: 1 / (last - openLoad),
    outside: (closed) => heads[closed]?.outside ?? ((closed + 1) * part) / (1 - part),
  };
}

/** log Σ_j t_j and Σ j·t_j/Σ t_j with t_0 = 1 and t_{j+1} = t_j·(n + j + 1)/(j + 1)·load/speed(n + j + 1). */
function outsideOf(n: number, speeds: readonly number[], load: number) {
  const last = speeds.at(-1) ?? 1;
  let term = 1;
  let sum = 1;
  let mean = 0;
  let shift = 0;
  for (let j = 0; load > 0; j++) {
    const speed = speeds[n + j] ?? last;
    const factor = (((n + j + 1) / (j + 1)) * load) / speed;
    term *= factor;
    sum += term;
    mean += (j + 1) * term;
    if (sum > 1e200) {
      shift += Math.log(sum);
      term /= sum;
      mean /= sum;
      sum = 1;
    }
    if (factor < 1 && n + j >= speeds.length && term * (j + 2) < 1e-18 * (1 - factor) * sum) break;
  }
  return { log: Math.log(sum) + shift, outside: mean / sum };
}
