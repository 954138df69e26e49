import { gammaQuantile } from './gamma.ts';

/** Mean number of groups beyond which e^(−θ) is no longer a number one can start from. */
const mostGroups = 600;

/**
 * Quantile of a number of arrivals that come in groups: groups by Poisson, members of a group geometric of mean `group`
 * (at least 1). The distribution of Pólya and Aeppli, index of dispersion 2·group − 1, by its recursion
 * n·p(n) = (θ(1 − ρ) + 2ρ(n − 1))·p(n − 1) − ρ²(n − 2)·p(n − 2) with θ = mean/group and ρ = 1 − 1/group (Johnson, Kemp
 * and Kotz, Univariate Discrete Distributions, 2005, section 9.7). Beyond 600 groups a gamma distribution of the same
 * mean and variance. `level` is one of those of `gammaQuantile`.
 */
export function groupedArrivals(mean: number, group: number, level: number): number {
  if (mean === 0) return 0;
  const groups = mean / group;
  if (groups > mostGroups) return Math.ceil(gammaQuantile(mean, mean * (2 * group - 1), level));
  const rho = 1 - 1 / group;
  let before = 0;
  let now = Math.exp(-groups);
  let total = now;
  let n = 0;
  while (total < level) {
    n += 1;
    const next = ((groups * (1 - rho) + 2 * rho * (n - 1)) * now - rho * rho * (n - 2) * before) / n;
    before = now;
    now = next;
    total += next;
  }
  return n;
}
