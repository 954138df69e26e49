/** One rung: its rate and the shares of the operations. */
export interface Rung {
  readonly rate: number;
  readonly shares: readonly number[];
}

/** Parts of the maximum. Beyond 80 % the mean of some seconds says little: the queue changes too slowly. */
const parts = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/** Share of an operation in the steps that stress it; the rest keep their proportions. */
const stressed = 0.7;

/** How far a mix of cheap operations is sent beyond the rate of the own mix: it may have another limit than CPU. */
const mostOften = 4;

export interface LadderInput {
  /** Requests a second of the own mix. */
  readonly maximum: number;
  readonly shares: readonly number[];
  /** Requests a second to be used in place of parts of the maximum. */
  readonly given?: readonly number[];
  /** CPU seconds of a single request of each operation, as far as known. */
  readonly costs?: readonly (number | undefined)[];
}

/**
 * Rates and mixes whose CPU tells the demand of every operation: with one operation eight rates; with more, steps at
 * the user's own mix and for each operation steps at three rates in which it outweighs the others. Under one mix alone
 * the throughputs rise together, and no regression can tell whose CPU it was. Where the cost of single requests is
 * known, a step of another mix has the rate that costs as much CPU: at the rate of the own mix, one that stresses a
 * costly operation would be more than the server can do.
 */
export function ladderOf({ maximum, shares, given = [], costs = [] }: LadderInput): readonly Rung[] {
  const rates = given.length > 0 ? given : parts.map((part) => part * maximum);
  const own = rates.map((rate) => ({ rate, shares }));
  if (shares.length === 1) return own;
  const stress = shares.flatMap((_, index) =>
    [0.25, 0.5, 0.75].map((place) => {
      const mix = stressing(shares, index);
      const rate = rates[Math.min(rates.length - 1, Math.floor(place * rates.length))] ?? 0;
      return { rate: rate * Math.min(mostOften, costRatio(costs, shares, mix)), shares: mix };
    }),
  );
  return [...own.filter((_, index) => index % 2 === 1), ...stress];
}

/** Cost of a request of one mix in those of another; 1 where the cost of an operation is not known. */
function costRatio(
  costs: readonly (number | undefined)[],
  own: readonly number[],
  mix: readonly number[],
): number {
  const costOf = (shares: readonly number[]): number =>
    shares.reduce((sum, share, index) => sum + share * (costs[index] ?? Number.NaN), 0);
  const ratio = costOf(own) / costOf(mix);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
}

function stressing(shares: readonly number[], index: number): readonly number[] {
  const others = shares.reduce((sum, share, at) => (at === index ? sum : sum + share), 0);
  return shares.map((share, at) => (at === index ? stressed : (share / others) * (1 - stressed)));
}

/**
 * The order in which rungs are climbed: every third, so that what changes with time (compilation, garbage, caches)
 * is not taken for a change with the rate.
 */
export const shuffled = <T>(items: readonly T[]): readonly T[] =>
  [0, 1, 2].flatMap((start) => items.filter((_, index) => index % 3 === (start * 2) % 3));
