import { Worker } from 'node:worker_threads';
import { Refusal } from '../http/problems.ts';
import type { Running } from '../running.ts';
import type { IdentitySettings } from './settings.ts';

/** Password hashes, computed in a thread of their own behind a bounded queue. */
export interface Passwords {
  /** argon2id with a random salt, in the form of the reference implementation. */
  readonly hash: (password: string) => Promise<string>;
  /** `undefined` for somebody nobody knows: it takes as long, and is wrong. */
  readonly matches: (password: string, hash: string | undefined) => Promise<boolean>;
  /** Whether the hash was made with other parameters than the design asks for now. */
  readonly isOutdated: (hash: string) => boolean;
  readonly close: () => Promise<void>;
}

/** Hashes that wait at most; more are refused, and the other operations stay untouched. */
const queue = 64;

interface Waiting {
  readonly done: (value: string | boolean) => void;
  readonly failed: (error: Error) => void;
}

export function openPasswords({ ids }: Running, { hash }: IdentitySettings): Passwords {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let count = 0;
  const parameters = {
    parallelism: 1,
    iterations: hash.passes,
    memorySize: hash.memoryKib,
    hashLength: 32,
  };
  const ask = (request: Readonly<Record<string, unknown>>): Promise<string | boolean> => {
    if (waiting.size >= queue)
      throw new Refusal('unavailable', 'Too many people sign in at once.', {
        headers: { 'retry-after': '1' },
      });
    worker ??= hashingThread(waiting);
    const id = (count += 1);
    const answer = new Promise<string | boolean>((done, failed) => void waiting.set(id, { done, failed }));
    worker.postMessage({ id, ...request });
    return answer;
  };
  const hashed = async (password: string): Promise<string> =>
    String(await ask({ kind: 'hash', password: normal(password), salt: ids.bytes(16), ...parameters }));
  let nobody: Promise<string> | undefined;
  return {
    hash: hashed,
    matches: async (password, known) => {
      nobody ??= hashed(ids.bytes(16).toString('hex'));
      const verify = (hash: string): Promise<string | boolean> =>
        ask({ kind: 'verify', password: normal(password), hash });
      const standIn = await nobody;
      const isHash = known !== undefined && form.test(known);
      const right = await verify(isHash ? known : standIn);
      return isHash && right === true;
    },
    isOutdated: (text) => !text.includes(`$m=${hash.memoryKib},t=${hash.passes},p=1$`),
    close: async () => void (await worker?.terminate()),
  };
}

/** A hash that can be computed; generated rows hold none. */
const form = /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[\w+/]{11,}\$[\w+/]{11,}$/;

/** The same characters are the same password, however a keyboard composes them (RFC 8265). */
const normal = (password: string): string => password.normalize('NFKC');

function hashingThread(waiting: Map<number, Waiting>): Worker {
  const worker = new Worker(new URL('./hashing.mjs', import.meta.url));
  worker.unref();
  worker.on('message', ({ id, value, failure }: Answer) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (value === undefined) asked?.failed(new Error(failure ?? 'no hash'));
    else asked?.done(value);
  });
  worker.on('error', (error) => {
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  });
  return worker;
}

interface Answer {
  readonly id: number;
  readonly value?: string | boolean;
  readonly failure?: string;
}

/** Refuses what everybody would try first. A set of breached passwords is not part of a preview. */
export function isKnownPassword(password: string, about: readonly string[] = []): boolean {
  const text = password.toLowerCase();
  const isRepeated = [1, 2, 3, 4, 5, 6, 7, 8].some(
    (length) => text === text.slice(0, length).repeat(text.length).slice(0, text.length),
  );
  const rows = ['1234567890', 'qwertyuiopasdfghjklzxcvbnm', 'abcdefghijklmnopqrstuvwxyz'];
  const isRow = rows.some((row) => row.repeat(6).includes(text));
  const isAbout = about.some((word) => word !== '' && text === word.toLowerCase());
  return isRepeated || isRow || isAbout || common.has(text);
}

const common: ReadonlySet<string> = new Set([
  'correcthorsebatterystaple',
  'correct horse battery staple',
  'letmeinletmein1',
  'iloveyouiloveyou1',
  'password123456789',
  'passwordpassword1',
  'adminadminadmin1',
]);
