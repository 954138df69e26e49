import { fitDemands } from './utilisation-law.ts';
import type { DemandFit, DemandResult, Fitted, LoadPoint } from './utilisation-law.ts';

/** What a request costs a thread, apart from what it costs to wake the thread when it sleeps. */
export type WakingDemandResult =
  | Exclude<DemandResult, { readonly kind: 'fit' }>
  | (Extract<DemandResult, { readonly kind: 'fit' }> & {
      /** CPU seconds more of a request that finds the thread asleep; 0 where the points do not show any. */
      readonly waking: number;
      /** The same points as a straight line. */
      readonly straight: DemandFit;
    });

/**
 * Demands of one thread from its busy time: U = U₀ + Σ Xᵢ·Dᵢ + X·w·(1 − U). A request that finds the thread asleep costs
 * w more (the wake-up itself, cold caches), and 1 − U of them do, where arrivals see the thread as it is on average
 * (Wolff 1982). A straight line through the same points has its slope too low and its background too high. w is taken
 * only where its interval lies above zero: a parameter that the points do not ask for would bend the rest by their noise.
 * Source of the model: Welch, On a generalized M/G/1 queuing process, Operations Research 12(5), 1964.
 */
export function fitWakingDemands(points: readonly LoadPoint[]): WakingDemandResult {
  const straight = fitDemands(points);
  if (straight.kind === 'undetermined') return straight;
  const bent = fitDemands(
    points.map(({ busy, throughput }) => ({
      busy,
      throughput: [...throughput, total(throughput) * Math.max(0, 1 - busy)],
    })),
  );
  if (bent.kind === 'undetermined') return { ...straight, waking: 0, straight };
  const waking = bent.demands.at(-1);
  const demands = bent.demands.slice(0, -1);
  if (waking === undefined || !isShown(waking) || !demands.every(isShown))
    return { ...straight, waking: 0, straight };
  return { ...bent, demands, waking: waking.value, straight };
}

const isShown = ({ low }: Fitted): boolean => low > 0;

const total = (throughput: readonly number[]): number => throughput.reduce((sum, part) => sum + part, 0);

/**
 * Part of the time that a thread works which does `work` seconds a second when it never sleeps, and `waking` seconds a
 * second more when it always does: U = work + waking·(1 − U).
 */
export const wakingUtilisation = (work: number, waking: number): number => (work + waking) / (1 + waking);
