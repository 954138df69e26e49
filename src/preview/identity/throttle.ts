import { Refusal } from '../http/problems.ts';
import type { Clock } from '../clock.ts';

/**
 * Slows down guessing at one account: after five failures within fifteen minutes each further one doubles the wait, up to
 * fifteen minutes. It counts whether or not the account exists, and nobody is locked out for good.
 */
export interface Throttle {
  /** @throws Refusal `rate-limited` while the identifier has to wait */
  readonly check: (identifier: string) => void;
  readonly failed: (identifier: string) => void;
  readonly succeeded: (identifier: string) => void;
}

const window = 15 * 60_000;
const free = 5;
const firstWait = 30_000;
const remembered = 50_000;

export function throttleOf(clock: Clock, digest: (text: string) => string): Throttle {
  const failures = new Map<string, { readonly count: number; readonly last: number }>();
  const keyOf = (identifier: string): string => digest(`identifier ${identifier.toLowerCase()}`);
  const now = (): number => clock.now().getTime();
  const current = (key: string): { readonly count: number; readonly last: number } => {
    const found = failures.get(key);
    return found === undefined || found.last + window < now() ? { count: 0, last: 0 } : found;
  };
  return {
    check: (identifier) => {
      const { count, last } = current(keyOf(identifier));
      if (count < free) return;
      const wait = Math.min(window, firstWait * 2 ** (count - free)) - (now() - last);
      if (wait <= 0) return;
      throw new Refusal('rate-limited', 'There were too many attempts for this identifier.', {
        headers: { 'retry-after': String(Math.ceil(wait / 1000)) },
      });
    },
    failed: (identifier) => {
      const key = keyOf(identifier);
      const { count } = current(key);
      failures.delete(key);
      for (const oldest of failures.keys()) {
        if (failures.size < remembered) break;
        failures.delete(oldest);
      }
      failures.set(key, { count: count + 1, last: now() });
    },
    succeeded: (identifier) => void failures.delete(keyOf(identifier)),
  };
}
