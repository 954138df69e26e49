import type { LatencyBudget } from '../../model/load.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

/** What one container may take of an objective; all times in ms. */
export interface HopBudget {
  readonly container: string;
  readonly mean: Quantity;
  /** What it adds to the computed percentile. The parts of all hops sum to it. */
  readonly part: Quantity;
  /** What it may add before the objective is missed. The budgets of all hops sum to the limit. */
  readonly budget: Quantity;
}

/**
 * An objective divided over the hops of a path. The percentile of a sum is less than the sum of percentiles, so the
 * limit cannot be cut by them: each hop counts with its mean and with its share of the variance,
 * `mean + (quantile − Σ mean) · variance / Σ variance` (the covariance principle of capital allocation; Dhaene,
 * Tsanakas, Valdez and Vanduffel, Journal of Risk and Insurance 79, 2012), and what is left of the objective is given
 * out in the same proportion. A path whose every hop slows by limit / quantile meets its limit exactly.
 */
export function hopBudgets(path: LatencyBudget): readonly HopBudget[] {
  const { hops, objective } = path;
  const computed = atObjective(path);
  if (objective === undefined || computed === undefined) return [];
  const quantile = inMs(computed);
  const limit = inMs(objective.limit);
  const times = hops.map(({ container, mean, scv = 0 }) => {
    const value = inMs(mean);
    return { container, mean, value, variance: scv * value * value };
  });
  const whole = times.reduce((sum, { value }) => sum + value, 0);
  const variance = times.reduce((sum, hop) => sum + hop.variance, 0);
  if (quantile <= 0 || whole <= 0) return [];
  const name = `p${objective.percentile}`;
  return times.map((hop) => {
    const spread = variance === 0 ? hop.value / whole : hop.variance / variance;
    const part = hop.value + (quantile - whole) * spread;
    return {
      container: hop.container,
      mean: hop.mean,
      part: derived(part, 'ms', `mean + (${name} − sum of means) × part of the variance`, [
        `${name} ${quantityText(computed)}`,
        `${(spread * 100).toPrecision(3)} % of the variance`,
      ]),
      budget: derived((part * limit) / quantile, 'ms', `its part × objective / ${name}`, [
        `objective ${quantityText(objective.limit)}`,
      ]),
    };
  });
}

/** What was computed at the percentile the objective speaks of; where that was not written down, the next one above. */
export function atObjective({ objective, p95, p99 }: LatencyBudget): Quantity | undefined {
  if (objective === undefined) return undefined;
  return objective.computed ?? (objective.percentile > 95 ? p99 : p95);
}

const inMs = ({ value, unit }: Quantity): number => (unit === 's' ? value * 1000 : value);
