import { breakerAdmits, noteForBreaker } from './breaker.ts';
import type { CallSite } from './call-site.ts';
import { adaptLimit } from './adaptive-limit.ts';
import type { Run } from './run.ts';
import { noteAccept, throttleAdmits } from './throttle.ts';

/** Whether an attempt may go out: every guard of the policy has its say, the cheapest refusals first. */
export function isAdmitted(run: Run, site: CallSite): boolean {
  const { policy } = site;
  if (policy.concurrency !== undefined && site.inFlight >= policy.concurrency) return false;
  if (site.limit !== undefined && site.inFlight >= Math.floor(site.limit.limit)) return false;
  if (policy.throttle !== undefined && !throttleAdmits(run, site.window, policy.throttle.k)) return false;
  if (site.breaker !== undefined && !breakerAdmits(site.breaker, run.now)) return false;
  return policy.rateLimit === undefined || takeToken(site, policy.rateLimit, run.now);
}

/** Tells the guards how an attempt that went out ended, after so many seconds. */
export function observe(run: Run, site: CallSite, isSuccess: boolean, seconds: number): void {
  if (site.breaker !== undefined) noteForBreaker(site.breaker, run.now, isSuccess);
  if (site.policy.throttle !== undefined && isSuccess) noteAccept(run, site.window);
  if (site.limit !== undefined) adaptLimit(site.limit, isSuccess, seconds, site.inFlight);
}

/** Token bucket, filled by the time since it was last looked at. */
function takeToken(
  site: CallSite,
  { rate, burst }: { readonly rate: number; readonly burst: number },
  now: number,
): boolean {
  site.rateTokens = Math.min(burst, site.rateTokens + (now - site.rateAt) * rate);
  site.rateAt = now;
  if (site.rateTokens < 1) return false;
  site.rateTokens--;
  return true;
}
