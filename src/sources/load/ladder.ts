/** One rung: its rate and the shares of the operations. */
export interface Rung {
  readonly rate: number;
  readonly shares: readonly number[];
}

/** Parts of the maximum. Beyond 80 % the mean of some seconds says little: the queue changes too slowly. */
const parts = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
/** Share of an operation in the steps that stress it; the rest keep their proportions. */
const stressed = 0.7;

/**
 * Rates and mixes whose CPU tells the demand of every operation: with one operation eight rates; with more, steps at
 * the user's own mix and for each operation steps at three rates in which it outweighs the others. Under one mix alone
 * the throughputs rise together, and no regression can tell whose CPU it was.
 */
export function ladderOf(
  maximum: number,
  shares: readonly number[],
  given: readonly number[] = [],
): readonly Rung[] {
  const rates = given.length > 0 ? given : parts.map((part) => part * maximum);
  const own = rates.map((rate) => ({ rate, shares }));
  if (shares.length === 1) return own;
  const stress = shares.flatMap((_, index) =>
    [0.25, 0.5, 0.75].map((place) => ({
      rate: rates[Math.min(rates.length - 1, Math.floor(place * rates.length))] ?? 0,
      shares: stressing(shares, index),
    })),
  );
  return [...own.filter((_, index) => index % 2 === 1), ...stress];
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
