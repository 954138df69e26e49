import type { Integration } from '../../model/brief.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import type { Quantity } from '../../model/origin.ts';
import { assumed, derived } from '../../model/origin.ts';
import { longestBackOff } from '../../model/back-off.ts';
import { valueOf } from '../capacity/figures.ts';
import { inWords, plain } from '../quantities.ts';

/** How long one attempt at a peer may take, and how many there are in all. */
export interface CallLimits {
  readonly timeout: Quantity;
  readonly attempts: Quantity;
}

/**
 * How long one attempt may take where nobody says: ten times what the peer usually needs, a second at least. Longer
 * waits hold the caller without making success likelier.
 */
function usualTimeout({ id, latency }: Integration): Quantity {
  const usual = latency === undefined ? valueOf('integrationLatency') : inSeconds(latency);
  const seconds = Math.max(1, Math.round(usual * 10));
  return derived(seconds, 's', 'timeout = ten times the usual latency, a second at least', [
    `latency of ${id} ${plain(usual * 1000)} ms`,
  ]);
}

const usualAttempts: Quantity = assumed(
  3,
  'count',
  'two repetitions ride out a short fault; more multiply the load of a peer that is down',
  1,
  5,
);

export const inSeconds = ({ value, unit }: Quantity): number => (unit === 'ms' ? value / 1000 : value);

const isAt =
  (id: string) =>
  ({ kind, at }: FlowStep): boolean =>
    kind === 'remote' && at === `integration:${id}`;

/**
 * The limits of every call to a peer, whichever flow makes it: one client holds one timeout. Where steps state different
 * ones the longest and the most hold for all, so that no step gets less than it asks for.
 */
export function peerLimits(peer: Integration, flows: readonly Flow[]): CallLimits {
  const steps = flows.flatMap((flow) => flow.steps.filter(isAt(peer.id)));
  return {
    timeout: most(
      steps.flatMap(({ timeout }) => timeout ?? []),
      'longest timeout of the steps that call it',
      usualTimeout(peer),
    ),
    attempts: most(
      steps.flatMap(({ attempts }) => attempts ?? []),
      'most attempts of the steps that call it',
      usualAttempts,
    ),
  };
}

/** The only value that is stated, else the largest. */
function most(stated: readonly Quantity[], rule: string, usual: Quantity): Quantity {
  const [largest] = stated.toSorted((a, b) => inSeconds(b) - inSeconds(a));
  if (largest === undefined) return usual;
  const different = [...new Set(stated.map(inWords))];
  return different.length === 1 ? largest : derived(largest.value, largest.unit, rule, different);
}

/** Milliseconds that all attempts of a call take at most, pauses between them included. */
export const longestCall = ({ timeout, attempts }: CallLimits): number =>
  inSeconds(timeout) * attempts.value * 1000 + longestBackOff(attempts.value);
