export type BreakerState = 'closed' | 'open' | 'half-open';

/** Keeps calls from a peer that fails anyway. */
export interface Breaker {
  readonly state: () => BreakerState;
  /** @throws BreakerOpen without calling */
  readonly guard: <T>(call: () => Promise<T>) => Promise<T>;
}

export class BreakerOpen extends Error {
  constructor(peer: string) {
    super(`${peer} failed too often: it is left alone for a while`);
    this.name = 'BreakerOpen';
  }
}

/** As the resilience chapter of a package says: half of at least 20 calls in 10 s, one call after 5 s. */
const standard = { window: 10_000, least: 20, share: 0.5, pause: 5000 };

export function breakerOf(peer: string, now: () => number, settings = standard): Breaker {
  let calls: { readonly at: number; readonly failed: boolean }[] = [];
  let openUntil: number | undefined;
  let isTrying = false;
  const state = (): BreakerState =>
    openUntil === undefined ? 'closed' : now() < openUntil ? 'open' : 'half-open';
  const note = (failed: boolean): void => {
    const at = now();
    if (openUntil !== undefined) {
      // The call that was tried decides for all.
      openUntil = failed ? at + settings.pause : undefined;
      calls = [];
      return;
    }
    calls = [...calls.filter((call) => call.at > at - settings.window), { at, failed }];
    const broken = calls.filter((call) => call.failed).length;
    if (calls.length >= settings.least && broken >= calls.length * settings.share)
      openUntil = at + settings.pause;
  };
  return {
    state,
    guard: async (call) => {
      const before = state();
      if (before === 'open' || (before === 'half-open' && isTrying)) throw new BreakerOpen(peer);
      isTrying = before === 'half-open';
      try {
        const answer = await call();
        note(false);
        return answer;
      } catch (error) {
        note(true);
        throw error;
      } finally {
        if (before === 'half-open') isTrying = false;
      }
    },
  };
}
