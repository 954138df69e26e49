import type { Backend } from '../../model/backend.ts';
import { isRefusal, refusal } from '../effects/effects.ts';
import type { Variables } from '../effects/effects.ts';
import { breakerOf } from './breaker.ts';
import type { Breaker, BreakerState } from './breaker.ts';
import type { Peer, PeerRequest } from './peer.ts';

/** Calls of one peer, within its timeout and behind its breaker. */
export interface Client {
  /** One attempt. @throws a refusal where the peer says no; anything else means that nobody knows */
  readonly ask: (request: PeerRequest, timeoutMs?: number) => Promise<Variables>;
  /** As often as the model says, with full jitter between. */
  readonly askAgain: (request: PeerRequest) => Promise<Variables>;
  readonly figures: () => ClientFigures;
}

export interface ClientFigures {
  readonly calls: number;
  readonly failed: number;
  readonly refused: number;
  readonly retried: number;
  readonly breaker: BreakerState;
}

/** What the model says of calls to a peer: the most patient of its calls. */
export function policyOf({ processes }: Backend, peer: string): CallPolicy {
  const calls = processes.calls.filter(({ target }) => target === peer);
  const most = (values: readonly (number | undefined)[], otherwise: number): number =>
    Math.max(...values.filter((value) => value !== undefined), 0) || otherwise;
  return {
    timeoutMs: most(
      calls.map(({ timeout }) => timeout && timeout.value * (timeout.unit === 'ms' ? 1 : 1000)),
      5000,
    ),
    attempts: most(
      calls.map(({ attempts }) => attempts?.value),
      3,
    ),
    hasBreaker: calls.length === 0 || calls.some(({ circuitBreaker }) => circuitBreaker === true),
  };
}

export interface CallPolicy {
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly hasBreaker: boolean;
}

/** Pause before a repetition, ms: anything from nothing to 100, 200, 400 … (as artifacts compute it). */
export const jitteredPause = (attempt: number, chance: number): number => chance * 100 * 2 ** (attempt - 1);

export function clientOf(
  name: string,
  peer: Peer,
  policy: CallPolicy,
  { now, chance }: { readonly now: () => number; readonly chance: () => number },
): Client {
  const counts = { calls: 0, failed: 0, refused: 0, retried: 0 };
  const breaker: Breaker = policy.hasBreaker
    ? breakerOf(name, now)
    : { state: () => 'closed', guard: (call) => call() };
  const ask: Client['ask'] = async (request, timeoutMs = policy.timeoutMs) => {
    counts.calls++;
    try {
      const answer = await breaker.guard(() => peer.ask(request, AbortSignal.timeout(timeoutMs)));
      if (answer.kind === 'done') return answer.values;
      counts.refused++;
      throw refusal(answer.problem, answer.why);
    } catch (error) {
      if (!isRefusal(error)) counts.failed++;
      throw error;
    }
  };
  const askAgain: Client['askAgain'] = async (request) => {
    for (let attempt = 1; ; attempt++)
      try {
        return await ask(request);
      } catch (error) {
        if (isRefusal(error) || attempt >= policy.attempts) throw error;
        counts.retried++;
        await new Promise((resolve) => setTimeout(resolve, jitteredPause(attempt, chance())));
      }
  };
  return { ask, askAgain, figures: () => ({ ...counts, breaker: breaker.state() }) };
}
