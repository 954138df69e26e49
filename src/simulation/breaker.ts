import type { Breaker } from '../model/network.ts';
import { addToWindow, emptyWindow, windowCounts } from './window-counts.ts';
import type { WindowCounts } from './window-counts.ts';

/** A circuit breaker: closed lets all through, open none, half-open one to try. Nygard, Release It!, ch. 5. */
export interface BreakerState {
  readonly breaker: Breaker;
  /** Failures and all calls. */
  readonly window: WindowCounts;
  state: 'closed' | 'open' | 'trying';
  openUntil: number;
}

export const newBreaker = (breaker: Breaker): BreakerState => ({
  breaker,
  window: windowCounts(breaker.window, 10),
  state: 'closed',
  openUntil: 0,
});

export function breakerAdmits(state: BreakerState, now: number): boolean {
  if (state.state === 'closed') return true;
  if (state.state === 'trying' || now < state.openUntil) return false;
  state.state = 'trying';
  return true;
}

/** While it is open, answers to calls that were under way before say nothing new. */
export function noteForBreaker(state: BreakerState, now: number, isSuccess: boolean): void {
  const { breaker, window } = state;
  if (state.state === 'open') return;
  if (state.state === 'trying') {
    if (isSuccess) {
      state.state = 'closed';
      emptyWindow(window);
    } else open(state, now);
    return;
  }
  addToWindow(window, now, isSuccess ? 0 : 1, 1);
  const { firstSum: failures, secondSum: all } = window;
  if (all >= breaker.least && failures >= breaker.ratio * all) open(state, now);
}

function open(state: BreakerState, now: number): void {
  state.state = 'open';
  state.openUntil = now + state.breaker.open;
}
