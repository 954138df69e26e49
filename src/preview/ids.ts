import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Where identifiers and secrets come from: the machine, or a seed, with which two runs make the same ones. */
export interface Ids {
  /** UUID version 7 (RFC 9562, section 5.7). */
  readonly next: () => string;
  /** The same for the same words: what is begun again after a crash finds its own row. `at`: the time in it. */
  readonly of: (at: Date, ...words: readonly string[]) => string;
  readonly bytes: (length: number) => Buffer;
}

/** Asking the machine for a few random bytes costs as much as asking it for many. */
function pool(): (length: number) => Buffer {
  let drawn = Buffer.alloc(0);
  return (length) => {
    if (drawn.length < length) drawn = randomBytes(Math.max(4096, length));
    const taken = drawn.subarray(0, length);
    drawn = drawn.subarray(length);
    return taken;
  };
}

export function previewIds(clock: Clock, seed?: string): Ids {
  let count = 0;
  const drawn = pool();
  const bytes = (length: number): Buffer =>
    seed === undefined ? drawn(length) : stream(`${seed} ${count++}`, length);
  return {
    bytes,
    next: () => version7(clock.now(), bytes(10)),
    // The time is among the words: a second try of what was taken back shares no part of its id with the first.
    of: (at, ...words) => version7(at, stream([at.toISOString(), ...words].join('\0'), 10)),
  };
}

function stream(words: string, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let block = 0; block * 32 < length; block++)
    parts.push(createHash('sha256').update(`${block}\0${words}`).digest());
  return Buffer.concat(parts).subarray(0, length);
}

/** 48 bits of Unix time in ms, version, 12 random bits, variant, 62 random bits. */
function version7(at: Date, random: Buffer): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  const rest = Buffer.from(random);
  rest[0] = ((rest[0] ?? 0) & 0x0f) | 0x70;
  rest[2] = ((rest[2] ?? 0) & 0x3f) | 0x80;
  const hex = rest.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`;
}
