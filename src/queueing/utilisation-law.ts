import { leastSquares } from './least-squares.ts';
import { nonnegativeLeastSquares } from './nonnegative-least-squares.ts';
import { studentQuantile } from './student-t.ts';

/** One stretch of time at a steady rate. */
export interface LoadPoint {
  /** CPU seconds the server used each second, over all its processes: busy cores. */
  readonly busy: number;
  /** Completions each second, one number for each class of requests. */
  readonly throughput: readonly number[];
}

/** A number fitted to measurements; `low` and `high` bound its 95 % interval and are never negative. */
export interface Fitted {
  readonly value: number;
  /** Infinite when there are no more points than unknowns. */
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
}

export interface DemandFit {
  readonly kind: 'fit';
  /** Busy cores without any request. */
  readonly background: Fitted;
  /** CPU seconds a request of each class costs. */
  readonly demands: readonly Fitted[];
  readonly degreesOfFreedom: number;
  /** Busy cores by which a point typically misses the line. */
  readonly residualDeviation: number;
}

export type DemandResult = DemandFit | { readonly kind: 'undetermined'; readonly why: string };

const level = 0.95;

/**
 * Service demands by the utilisation law U = U₀ + Σ Xᵢ·Dᵢ: busy cores regressed on the throughput of each class over
 * several rates, no coefficient negative. CPU time is the right left-hand side: unlike latency it holds no waiting.
 * Intervals are Student's t of the free coefficients; one that the data hold at zero gets its upper end from the fit
 * without that bound. Source: Denning and Buzen, ACM Computing Surveys 10(3), 1978; Lazowska et al., Quantitative
 * System Performance, ch. 12; regression on throughput: Bard and Shatzoff 1978.
 */
export function fitDemands(points: readonly LoadPoint[]): DemandResult {
  const classes = points[0]?.throughput.length ?? 0;
  if (classes === 0) return undetermined('there is no class of requests');
  if (points.length < classes + 2)
    return undetermined(
      `${classes} demands and the background need at least ${classes + 2} rates, there are ${points.length}`,
    );
  const values = points.map(({ busy }) => busy);
  const rows = points.map(({ throughput }) => [1, ...throughput]);
  if (![...values, ...rows.flat()].every((value) => Number.isFinite(value) && value >= 0))
    return undetermined('a point holds something that is no number from 0 upwards');
  const unbounded = leastSquares(rows, values);
  if (unbounded === undefined)
    return undetermined('the throughputs of the classes move together: vary their shares between the steps');
  const { coefficients, free } = nonnegativeLeastSquares(rows, values);
  const bounded = leastSquares(
    rows.map((row) => free.map((j) => row[j] ?? 0)),
    values,
  );
  const fit = bounded ?? unbounded;
  const wide = studentQuantile(level, Math.max(1, fit.degreesOfFreedom));
  const [background, ...demands] = coefficients.map((value, j): Fitted => {
    const place = free.indexOf(j);
    const isFree = bounded !== undefined && place !== -1;
    const from = isFree ? value : (unbounded.coefficients[j] ?? 0);
    const error = (isFree ? bounded.standardErrors[place] : unbounded.standardErrors[j]) ?? Infinity;
    return {
      value,
      standardError: error,
      low: isFree ? Math.max(0, value - wide * error) : 0,
      high: Math.max(value, from + wide * error),
    };
  });
  if (background === undefined) return undetermined('nothing was fitted');
  const { degreesOfFreedom, residualDeviation } = fit;
  return { kind: 'fit', background, demands, degreesOfFreedom, residualDeviation };
}

const undetermined = (why: string): DemandResult => ({ kind: 'undetermined', why });

/**
 * The most CPU seconds a request can have cost when `cores` could serve and `throughput` requests were completed each
 * second: X·D ≤ m. All that a load test without CPU time says of a demand; Infinity when nothing was completed.
 */
export const demandBound = (cores: number, throughput: number): number =>
  throughput > 0 ? cores / throughput : Infinity;
