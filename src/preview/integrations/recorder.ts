import { behaving, referenceOf, referenceValues } from './peer.ts';
import type { Manner, SimulatedPeer } from './peer.ts';

/** Messages that are kept at most; the oldest go first. */
const most = 10_000;

/** A peer that keeps whatever it is handed, once for each key: a mail server, a carrier, a bookkeeping system. */
export function recordingPeer(kind: string, manner: Manner, now: () => Date): SimulatedPeer {
  const messages: Readonly<Record<string, unknown>>[] = [];
  return {
    kind,
    ...behaving(
      manner,
      (asked) => {
        const { request, values, key } = asked;
        messages.push({ reference: referenceOf(key), request, key, at: now().toISOString(), ...values });
        if (messages.length > most) messages.shift();
        return { kind: 'done', values: referenceValues(asked) };
      },
      () => void messages.splice(0),
    ),
    kept: () => messages,
  };
}
