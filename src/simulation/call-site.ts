import type { CallPolicy } from '../model/network.ts';
import { adaptiveLimit } from './adaptive-limit.ts';
import type { AdaptiveLimit } from './adaptive-limit.ts';
import { newBreaker } from './breaker.ts';
import type { BreakerState } from './breaker.ts';
import { throttleSlots, throttleWindow } from './throttle.ts';
import { timerList } from './timer-list.ts';
import type { TimerList } from './timer-list.ts';
import { windowCounts } from './window-counts.ts';
import type { WindowCounts } from './window-counts.ts';

/**
 * A place in a network from which an operation is called: its policy and what the policy remembers. All who pass
 * there share it, as one client instance would.
 */
export interface CallSite {
  readonly caller: string;
  readonly operation: string;
  /** First instruction of the operation. */
  entry: number;
  readonly policy: CallPolicy;
  readonly hedge: TimerList;
  /** From the start of an attempt; where there is a hedge, from when it goes out. */
  readonly timeout: TimerList;
  readonly breaker: BreakerState | undefined;
  readonly limit: AdaptiveLimit | undefined;
  /** Requests and accepts of the last two minutes. */
  readonly window: WindowCounts;
  budgetTokens: number;
  rateTokens: number;
  rateAt: number;
  inFlight: number;
  /** Calls, and attempts that went out to the callee. */
  calls: number;
  attempts: number;
}

export const newSite = (caller: string, operation: string, policy: CallPolicy): CallSite => {
  const timeout = policy.timeout ?? Infinity;
  const hedge = policy.hedgeAfter ?? Infinity;
  const isHedged = hedge < timeout;
  return {
    caller,
    operation,
    entry: 0,
    policy,
    hedge: timerList(isHedged ? hedge : Infinity),
    timeout: timerList(isHedged ? timeout - hedge : timeout),
    breaker: policy.breaker === undefined ? undefined : newBreaker(policy.breaker),
    limit: policy.adaptive === undefined ? undefined : adaptiveLimit(policy.adaptive),
    window: windowCounts(throttleWindow, throttleSlots),
    budgetTokens: policy.budget?.burst ?? 0,
    rateTokens: policy.rateLimit?.burst ?? 0,
    rateAt: 0,
    inFlight: 0,
    calls: 0,
    attempts: 0,
  };
};

export const noSite: CallSite = newSite('', '', { attempts: 1 });
