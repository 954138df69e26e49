import { steadyState } from './steady-state.ts';

/** A pool whose places go on working after the answer, or a server whose times are not exponential. */
interface Tailed {
  readonly places: number;
  /** Seconds of work before the answer, and after it. */
  readonly answered: number;
  readonly after: number;
  /** Seconds of work done a second with so many places in use. */
  readonly capacity: (inUse: number) => number;
}

/** What is seen from outside with 0, 1, … callers there. */
export interface TailedSpeed {
  /** Answers per second times the seconds of work before an answer. */
  readonly capacity: Float64Array;
  /** Callers being served. */
  readonly served: Float64Array;
  /** Probability of so many places in use. */
  readonly inUse: Float64Array;
}

/** More states than this, and the work after answers is only counted. */
const mostStates = 6000;

/**
 * Conditional speed of the pool when `arrivals[i]` come each second with i callers there (Marie 1979): from the chain
 * of callers present and places that work after their answer.
 */
export function tailedSpeed(pool: Tailed, arrivals: Float64Array): TailedSpeed | undefined {
  const { places, answered, after, capacity } = pool;
  const most = arrivals.length;
  const width = places + 1;
  if ((most + 1) * width > mostStates) return undefined;
  const [from, to, rates]: number[][] = [[], [], []];
  const add = (start: number, end: number, rate: number): void => {
    if (rate <= 0) return;
    from?.push(start);
    to?.push(end);
    rates?.push(rate);
  };
  const serving = (i: number, tails: number): number => Math.min(i, places - tails);
  const speed = (i: number, tails: number): number => {
    const used = serving(i, tails) + tails;
    return used > 0 ? capacity(used) / used : 0;
  };
  for (let i = 0; i <= most; i++)
    for (let tails = 0; tails < width; tails++) {
      const state = i * width + tails;
      if (i < most) add(state, state + width, arrivals[i] ?? 0);
      if (tails < places) add(state, state - width + 1, (serving(i, tails) * speed(i, tails)) / answered);
      add(state, state - 1, (tails * speed(i, tails)) / after);
    }
  const size = (most + 1) * width;
  const shares = steadyState({ size, from: from ?? [], to: to ?? [], rates: rates ?? [] }, 1e-8);
  return shares && seenFrom(pool, shares, serving, speed, most);
}

function seenFrom(
  { places }: Tailed,
  shares: Float64Array,
  serving: (i: number, tails: number) => number,
  speed: (i: number, tails: number) => number,
  most: number,
): TailedSpeed {
  const capacity = new Float64Array(most + 1);
  const served = new Float64Array(most + 1);
  const inUse = new Float64Array(places + 1);
  for (let i = 0; i <= most; i++) {
    let [total, work, busy] = [0, 0, 0];
    for (let tails = 0; tails <= places; tails++) {
      const share = shares[i * (places + 1) + tails] ?? 0;
      const now = serving(i, tails);
      total += share;
      work += share * now * speed(i, tails);
      busy += share * now;
      inUse[now + tails] = (inUse[now + tails] ?? 0) + share;
    }
    capacity[i] = total > 1e-300 ? work / total : (capacity[i - 1] ?? 0);
    served[i] = total > 1e-300 ? busy / total : (served[i - 1] ?? 0);
  }
  return { capacity, served, inUse };
}
