import { createHash } from 'node:crypto';
import { anonymousRole } from '../../artifacts/policy.ts';
import type { Operation } from '../../model/domain.ts';
import type { RateLimit } from '../../model/trust.ts';
import type { Caller } from '../access/caller.ts';
import type { Clock } from '../clock.ts';
import { Refusal } from './problems.ts';

/** What is left of the quota that is nearest to its end, in the form of the IETF draft ratelimit-headers. */
export interface Quota {
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts a request. @throws Refusal `rate-limited` when a quota of its caller is used up */
export type Limiter = (caller: Caller, operation: Operation) => Quota;

interface Window {
  readonly limit: RateLimit;
  /** Requests in one window of so many seconds. */
  readonly quota: number;
  readonly seconds: number;
}

/** The shortest window in which a caller may send ten requests: a page sends a few at once. */
function windowOf(limit: RateLimit): Window {
  const perSecond = limit.rate.value;
  const seconds = [1, 10, 60].find((window) => perSecond * window >= 10 - 1e-9) ?? 3600;
  return { limit, seconds, quota: Math.max(1, Math.round(perSecond * seconds)) };
}

/** Callers that are remembered at most; the one who was quiet longest is forgotten first. */
const remembered = 100_000;

/**
 * The generic cell rate algorithm (ITU-T I.371): a request is let through when the time its predecessors have used up
 * lies less than a window ahead. It needs one number for each caller and quota, and is exact at the edge of windows.
 */
export function limiterOf(limits: readonly RateLimit[], clock: Clock): Limiter {
  const windows = new Map<string, readonly Window[]>();
  for (const limit of limits)
    windows.set(limit.appliesTo, [...(windows.get(limit.appliesTo) ?? []), windowOf(limit)]);
  const used = new Map<string, number>();
  return (caller, operation) => {
    const roles = caller.kind === 'known' ? caller.roles : [anonymousRole];
    // Of several roles the most generous limit holds.
    const ofRole = roles
      .flatMap((role) => windows.get(role) ?? [])
      .sort((a, b) => b.limit.rate.value - a.limit.rate.value)
      .slice(0, 1);
    const holding = [...ofRole, ...(windows.get(operation.id) ?? [])];
    const now = clock.now().getTime();
    const taken = holding.map((window) => {
      const key = `${window.limit.id} ${whose(window.limit, caller)}`;
      const cost = (window.seconds * 1000) / window.quota;
      const until = Math.max(now, used.get(key) ?? 0) + cost;
      return { window, key, cost, until, over: until - now - window.seconds * 1000 };
    });
    const refused = taken.find(({ over }) => over > 0.001);
    if (refused !== undefined)
      throw new Refusal('rate-limited', 'The limit of the caller is used up.', {
        headers: {
          'retry-after': String(Math.max(1, Math.ceil(refused.over / 1000))),
          ...headersOf(refused.window, 0, refused.over),
        },
      });
    for (const { key, until } of taken) {
      used.delete(key);
      used.set(key, until);
    }
    for (const key of used.keys()) {
      if (used.size <= remembered) break;
      used.delete(key);
    }
    const [tightest] = taken.sort((a, b) => leftOf(a) - leftOf(b));
    if (tightest === undefined) return { headers: {} };
    return { headers: headersOf(tightest.window, leftOf(tightest), tightest.until - now) };
  };
}

const leftOf = ({ over, cost }: { readonly over: number; readonly cost: number }): number =>
  Math.max(0, Math.floor(-over / cost + 1e-9));

const headersOf = (
  { limit, quota, seconds }: Window,
  left: number,
  resetMs: number,
): Readonly<Record<string, string>> => ({
  ratelimit: `"${limit.id}";r=${left};t=${Math.max(0, Math.ceil(resetMs / 1000))}`,
  'ratelimit-policy': `"${limit.id}";q=${quota};w=${seconds}`,
});

function whose({ per }: RateLimit, caller: Caller): string {
  const isByAddress = per === 'address' || caller.kind === 'anonymous';
  return isByAddress
    ? createHash('sha256').update(caller.address).digest('base64url').slice(0, 16)
    : caller.id;
}
