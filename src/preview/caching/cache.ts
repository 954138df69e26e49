import type { CacheEntry } from '../../model/processes.ts';
import type { Reply } from '../http/exchange.ts';
import type { Clock } from '../clock.ts';
import { lruOf } from './lru.ts';

/** Answers of one operation that may be as old as its reader accepts. */
export interface Cache {
  /** The answer under a key, loaded by one caller at a time. */
  readonly answer: (key: string, load: () => Promise<Reply>) => Promise<Reply>;
  /** An event says that something has changed; what is being loaded meanwhile is not kept. */
  readonly invalidate: (isGone: (key: string) => boolean) => void;
  readonly figures: () => CacheFigures;
}

export interface CacheFigures {
  readonly hits: number;
  readonly misses: number;
  /** Callers that waited for the load of another. */
  readonly joined: number;
  /** Loads before the end, so that not all begin at it. */
  readonly early: number;
  readonly invalidated: number;
  readonly entries: number;
  readonly bytes: number;
  readonly evicted: number;
}

interface Kept {
  readonly reply: Reply;
  /** ms of the clock of the preview. */
  readonly until: number;
  readonly loadMs: number;
}

/** Bytes of all answers of one operation at most. */
const mostBytes = 32 * 1024 * 1024;
const mostEntries = 10_000;

export function cacheOf(
  { ttl, access, stampedeGuard = '' }: CacheEntry,
  clock: Clock,
  chance: () => number = Math.random,
): Cache {
  const lifetime = (ttl?.value ?? 0) * (ttl?.unit === 'ms' ? 1 : 1000);
  const kept = lruOf<Kept>({
    entries: Math.max(1, Math.min(mostEntries, Math.floor(access?.room.value ?? mostEntries))),
    bytes: mostBytes,
  });
  const loading = new Map<string, Promise<Reply>>();
  const counts = { hits: 0, misses: 0, joined: 0, early: 0, invalidated: 0 };
  const isEarly = stampedeGuard.includes('ln(random)');
  let generation = 0;
  const now = (): number => clock.now().getTime();
  const load = (key: string, from: () => Promise<Reply>): Promise<Reply> => {
    const found = loading.get(key);
    if (found !== undefined) {
      counts.joined++;
      return found;
    }
    // Age counts from before the load: what it read may be changed while it is under way.
    const [began, started, before] = [now(), performance.now(), generation];
    const mine = from()
      .then((reply) => {
        if (generation === before && reply.status === 200 && lifetime > 0)
          kept.set(
            key,
            { reply, until: began + lifetime, loadMs: performance.now() - started },
            JSON.stringify(reply).length,
          );
        return reply;
      })
      .finally(() => {
        if (loading.get(key) === mine) loading.delete(key);
      });
    loading.set(key, mine);
    return mine;
  };
  return {
    answer: (key, from) => {
      const found = kept.get(key);
      if (found !== undefined && now() < found.until) {
        const drawn = isEarly ? now() - found.loadMs * Math.log(Math.max(chance(), Number.MIN_VALUE)) : 0;
        if (drawn < found.until) {
          counts.hits++;
          return Promise.resolve(found.reply);
        }
        counts.early++;
      }
      counts.misses++;
      return load(key, from);
    },
    invalidate: (isGone) => {
      generation++;
      // Whoever comes now does not join a load that began before the change.
      for (const key of loading.keys()) if (isGone(key)) loading.delete(key);
      counts.invalidated += kept.drop(isGone);
    },
    figures: () => ({ ...counts, ...kept.figures() }),
  };
}
