/**
 * Mean number of attempts when each fails with probability `failure` and at most `attempts` are made:
 * Σ failure^i. The factor by which a dependency sees more load than was asked of it.
 */
export function expectedAttempts(failure: number, attempts: number): number {
  let sum = 0;
  for (let i = 0; i < attempts; i++) sum += failure ** i;
  return sum;
}

/** Requests that reach the last layer for one at the first when every layer makes all its attempts (SRE book, ch. 22). */
export const worstAmplification = (attempts: readonly number[]): number =>
  attempts.reduce((product, count) => product * count, 1);
