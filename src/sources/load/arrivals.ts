import type { ArrivalPattern } from '../../model/measurement.ts';

/** What decides when which request is due. */
export interface ArrivalPlan {
  /** Requests a second. */
  readonly rate: number;
  readonly arrivals: ArrivalPattern;
  /** Shares of the operations; need not add up to 1. */
  readonly shares: readonly number[];
  readonly seed: number;
}

export interface Arrival {
  /** Seconds after the start. */
  readonly due: number;
  /** Index of the operation. */
  readonly operation: number;
}

/**
 * The requests of a plan, one after another without end: the same for the same plan. They never depend on replies,
 * so a server that stalls is asked as often as one that does not (open loop).
 */
export function arrivalsOf({ rate, arrivals, shares, seed }: ArrivalPlan): () => Arrival {
  const next = uniform(seed);
  const total = shares.reduce((sum, share) => sum + share, 0);
  let due = 0;
  return () => {
    due += (arrivals === 'poisson' ? -Math.log(next()) : 1) / rate;
    return { due, operation: shares.length === 1 ? 0 : chosen(shares, next() * total) };
  };
}

function chosen(shares: readonly number[], point: number): number {
  let rest = point;
  for (const [index, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return index;
  }
  return shares.length - 1;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), the first twenty numbers thrown away: in (0, 1). */
function uniform(seed: number): () => number {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return ((sum >>> 0) + 0.5) / 2 ** 32;
  };
  for (let k = 0; k < 20; k++) draw();
  return draw;
}
