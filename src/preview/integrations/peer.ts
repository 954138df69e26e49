import { createHash } from 'node:crypto';
import type { Variables } from '../effects/effects.ts';

/** A request to somebody outside. The same key is the same request, however often it comes. */
export interface PeerRequest {
  readonly request: string;
  readonly values: Variables;
  /** Names of the values that the answer shall have. */
  readonly gives: readonly string[];
  readonly key: string;
}

/** What the other side says: yes with values, or no for a reason. Whatever is thrown instead says neither. */
export type PeerAnswer =
  | { readonly kind: 'done'; readonly values: Variables }
  | { readonly kind: 'refused'; readonly problem: string; readonly why: string };

/** Somebody outside, such as a payment provider. */
export interface Peer {
  readonly ask: (request: PeerRequest, signal: AbortSignal) => Promise<PeerAnswer>;
}

/** A peer that plays one of a kind, with what it has seen. */
export interface SimulatedPeer extends Peer {
  readonly kind: string;
  readonly misbehave: (faults: Faults) => void;
  /** It knows of nothing that was asked before. */
  readonly forget: () => void;
  /** What it keeps, as plain data: a ledger, messages. */
  readonly kept: () => readonly Readonly<Record<string, unknown>>[];
}

/** How a peer fails, each a share of its requests from 0 to 1. */
export interface Faults {
  /** It answers that it cannot, and did nothing. */
  readonly refuse?: number;
  /** It fails before it did anything. */
  readonly fail?: number;
  /** It does what was asked, and the answer is lost. */
  readonly loseAnswer?: number;
  /** It never answers. */
  readonly hang?: number;
}

export interface Manner {
  /** ms that an answer takes. */
  readonly latency: number;
  /** From 0 to 1. */
  readonly chance: () => number;
}

/** The reference that a peer gives to what it did for a request, under each name that asks for one. */
export const referenceValues = ({ gives, key }: PeerRequest): Variables =>
  Object.fromEntries(
    gives.filter((name) => name.endsWith('reference')).map((name) => [name, referenceOf(key)]),
  );

export const referenceOf = (key: string): string =>
  `sim_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;

/** Puts latency and faults around what a simulated peer does; the same key gives the same answer. */
export function behaving(
  { latency, chance }: Manner,
  act: (request: PeerRequest) => PeerAnswer | Promise<PeerAnswer>,
  forget: () => void,
): Pick<SimulatedPeer, 'ask' | 'misbehave' | 'forget'> {
  let faults: Faults = {};
  const answers = new Map<string, Promise<PeerAnswer>>();
  const happens = (share = 0): boolean => share > 0 && chance() < share;
  return {
    misbehave: (next) => void (faults = next),
    forget: () => {
      answers.clear();
      forget();
    },
    ask: async (request, signal) => {
      if (happens(faults.hang)) return never(signal);
      await later(latency * (0.5 + chance()), signal);
      if (happens(faults.fail)) throw new Error('the peer failed');
      const given =
        answers.get(request.key) ??
        Promise.resolve(
          happens(faults.refuse)
            ? { kind: 'refused' as const, problem: 'payment-declined', why: 'the peer refuses' }
            : act(request),
        );
      answers.set(request.key, given);
      const answer = await given;
      if (happens(faults.loseAnswer)) throw new Error('the answer was lost');
      return answer;
    },
  };
}

const never = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });

const later = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new Error('no answer in time'));
      },
      { once: true },
    );
  });
