import { uniform } from './random.ts';
import type { Run } from './run.ts';
import { addToWindow, moveTo } from './window-counts.ts';
import type { WindowCounts } from './window-counts.ts';

/** Seconds over which requests and accepts are counted, and slots of that. */
export const throttleWindow = 120;
export const throttleSlots = 24;

/**
 * Client-side throttling: refuses with max(0, (requests − k·accepts)/(requests + 1)), requests counting those it
 * refused. Source: Beyer et al., Site Reliability Engineering, ch. 21.
 */
export function throttleAdmits(run: Run, window: WindowCounts, k: number): boolean {
  moveTo(window, run.now);
  const { firstSum: requests, secondSum: accepts } = window;
  addToWindow(window, run.now, 1, 0);
  const refusal = (requests - k * accepts) / (requests + 1);
  return refusal <= 0 || uniform(run.random) >= refusal;
}

export function noteAccept(run: Run, window: WindowCounts): void {
  addToWindow(window, run.now, 0, 1);
}
