import { percent } from '../../settle.ts';
import type { CallPolicy, Network } from '../../../model/network.ts';
import { eachInTurn } from './experiment.ts';
import type { Found, NetworkExperiment, Stage } from './experiment.ts';
import { callsOf, stationsBelow, under, withPolicy } from './change.ts';
import type { PolicyUse } from './change.ts';
import { goodputCurve, secondsText } from './goodput.ts';

/**
 * A caller that gives up before the one it called has given up: the callee goes on for nobody. The station at the end is
 * made slow, so that both timeouts are reached, and the part of its work that reached nobody is counted.
 */
export const timeoutInversion: NetworkExperiment = {
  rule: 'timeout-inversion',
  summary: 'A caller gives up before the one it called does.',
  severity: 'warning',
  standards: ['SRE:addressing-cascading-failures'],
  run: (stage) => {
    const calls = callsOf(stage.calm);
    const pairs = calls.flatMap((outer) =>
      calls
        .filter(({ caller, policy }) => caller === outer.operation && isInverted(outer.policy, policy))
        .map((inner) => ({ outer, inner })),
    );
    return eachInTurn(pairs, async ({ outer, inner }) => [await play(stage, outer, inner)]);
  },
};

/** All attempts of a call with the pauses between them, in seconds; undefined without a timeout. */
function longest({ timeout, attempts, backoff }: CallPolicy): number | undefined {
  if (timeout === undefined) return undefined;
  let total = timeout * attempts;
  for (let retry = 0; retry < attempts - 1; retry++)
    total += Math.min(backoff?.cap ?? Infinity, (backoff?.base ?? 0) * (backoff?.factor ?? 1) ** retry);
  return total;
}

function isInverted(outer: CallPolicy, inner: CallPolicy): boolean {
  const whole = longest(inner);
  return outer.timeout !== undefined && whole !== undefined && whole > outer.timeout;
}

/** Attempts that end in nine tenths of the caller's time: all of them where each still has a tenth of its timeout, else one. */
function nested(policy: CallPolicy, limit: number): { readonly attempts: number; readonly timeout: number } {
  const { timeout = limit, attempts } = policy;
  const pauses = (longest(policy) ?? 0) - timeout * attempts;
  const each = (0.9 * limit - pauses) / attempts;
  return each >= 0.1 * timeout
    ? { attempts, timeout: Math.min(timeout, each) }
    : { attempts: 1, timeout: Math.min(timeout, 0.9 * limit) };
}

async function play({ calm, simulate }: Stage, outer: PolicyUse, inner: PolicyUse): Promise<Found> {
  const limit = outer.policy.timeout ?? 0;
  const whole = longest(inner.policy) ?? 0;
  const [station] = stationsBelow(calm, inner.operation);
  const span = Math.max(20, 20 * whole);
  const slow = (network: Network) =>
    simulate(
      under(
        network,
        station === undefined ? [] : [{ kind: 'slow', station, factor: 3, from: span / 3, lasts: span / 3 }],
        { warmup: 0, duration: span },
      ),
    );
  const { attempts, timeout: each } = nested(inner.policy, limit);
  const cured = withPolicy(calm, inner.operation, (policy) => ({ ...policy, ...nested(policy, limit) }));
  const [now, nestedTimeouts] = await Promise.all([slow(calm), slow(cured)]);
  return {
    subject: `${outer.caller} -> ${outer.operation} -> ${inner.operation}`,
    severity: 'warning',
    confidence: 'certain',
    what: `${outer.caller} waits ${secondsText(limit)} for ${outer.operation}, which may wait ${secondsText(whole)} for ${inner.operation} (${inner.policy.attempts} × ${secondsText(inner.policy.timeout ?? 0)} and pauses).`,
    why: `What ${outer.operation} does after ${secondsText(limit)} reaches nobody: up to ${percent(1 - limit / whole)} of the time it holds its place.`,
    next: `Let all attempts of ${outer.operation} end before its caller does: ${attempts} of at most ${secondsText(each)}, or hand the deadline on with the call.`,
    curve: {
      title: `Answers in time while ${station ?? inner.operation} is three times slower`,
      x: 's',
      y: 'requests/s',
      series: [
        { name: 'now', points: goodputCurve(now) },
        { name: 'timeouts that nest', points: goodputCurve(nestedTimeouts) },
      ],
    },
  };
}
