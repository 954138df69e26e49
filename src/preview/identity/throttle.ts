import { Refusal } from '../http/problems.ts';
import type { Clock } from '../clock.ts';
import { normalEmail } from './accounts.ts';

/**
 * Slows down guessing at one account: after five failures within fifteen minutes each further one doubles the wait, up to
 * fifteen minutes. It counts whether or not the account exists, and nobody is locked out for good.
 */
export interface Throttle {
  /** @throws Refusal `rate-limited` while the identifier has to wait */
  readonly check: (identifier: string) => void;
  readonly failed: (identifier: string) => void;
  readonly succeeded: (identifier: string) => void;
  /** One attempt at an identifier after the other: many at once are no way round the count. @throws Refusal */
  readonly inTurn: <T>(identifier: string, attempt: () => Promise<T>) => Promise<T>;
}

const window = 15 * 60_000;
const free = 5;
const firstWait = 30_000;
const remembered = 50_000;
/** Attempts at one identifier that wait at most. */
const queue = 16;

export function throttleOf(clock: Clock, digest: (text: string) => string): Throttle {
  const failures = new Map<string, { readonly count: number; readonly last: number }>();
  const keyOf = (identifier: string): string => digest(`identifier ${normalEmail(identifier)}`);
  const turns = new Map<string, { readonly last: Promise<unknown>; readonly waiting: number }>();
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
    inTurn: async (identifier, attempt) => {
      const key = keyOf(identifier);
      const before = turns.get(key);
      const waiting = (before?.waiting ?? 0) + 1;
      if (waiting > queue)
        throw new Refusal('unavailable', 'Too many attempts for this identifier wait.', {
          headers: { 'retry-after': '1' },
        });
      const mine = (before?.last ?? Promise.resolve()).then(attempt);
      turns.set(key, { last: mine.catch(() => {}), waiting });
      try {
        return await mine;
      } finally {
        const after = turns.get(key);
        if (after !== undefined && after.waiting > 1)
          turns.set(key, { ...after, waiting: after.waiting - 1 });
        else turns.delete(key);
      }
    },
  };
}
