import type { Backoff } from '../model/network.ts';
import { backoffPause } from './backoff.ts';
import { eventHeap, pendingIn, pushEvent, takeEvent } from './event-heap.ts';
import { normal, seededRandom } from './random.ts';

/** Clients that each want to change the same record once, under optimistic concurrency control. */
export interface Contention {
  readonly clients: number;
  /** Between failed attempts; absent: at once. */
  readonly backoff?: Backoff;
  /** One way, in seconds; normally distributed, a negative draw counts by its size. */
  readonly network: { readonly mean: number; readonly deviation: number };
  readonly seed: number;
}

export interface ContentionResult {
  /** Writes tried by all clients together. */
  readonly calls: number;
  /** Seconds until the last client is done. */
  readonly seconds: number;
}

const phase = { read: 0, readAnswered: 1, write: 2, writeAnswered: 3 } as const;

/**
 * Each client reads the version, writes with it, and begins anew when somebody else wrote in between. What a network
 * of queues cannot express: whether a write succeeds depends on what others did since the read. The experiment of M.
 * Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 (simulator: aws-samples).
 */
export function contend(contention: Contention): ContentionResult {
  const { clients, backoff, network } = contention;
  const random = seededRandom(contention.seed);
  const events = eventHeap(2 * clients);
  const delay = (): number => Math.abs(network.mean + network.deviation * normal(random));
  const versionRead = new Int32Array(clients);
  const attempts = new Int32Array(clients);
  const pauses = new Float64Array(clients);
  const hasWritten = new Uint8Array(clients);
  let version = 0;
  let calls = 0;
  let now = 0;
  for (let client = 0; client < clients; client++) pushEvent(events, delay(), client * 4 + phase.read);
  while (pendingIn(events) > 0) {
    const code = takeEvent(events);
    now = events.times[0] ?? 0;
    const client = code >> 2;
    const step = code & 3;
    let pause = 0;
    if (step === phase.read) versionRead[client] = version;
    else if (step === phase.write) {
      calls++;
      const isCurrent = versionRead[client] === version;
      hasWritten[client] = isCurrent ? 1 : 0;
      if (isCurrent) version++;
    } else if (step === phase.writeAnswered) {
      if (hasWritten[client] === 1) continue;
      const attempt = (attempts[client] ?? 0) + 1;
      attempts[client] = attempt;
      if (backoff !== undefined) pause = backoffPause(backoff, attempt, pauses[client] ?? 0, random);
      pauses[client] = pause;
    }
    pushEvent(events, now + pause + delay(), client * 4 + ((step + 1) & 3));
  }
  return { calls, seconds: now };
}
