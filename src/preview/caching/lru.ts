/** Entries by key, the least recently asked for goes first when there is no room. */
export interface Lru<T> {
  readonly get: (key: string) => T | undefined;
  readonly set: (key: string, value: T, bytes: number) => void;
  /** @returns how many went */
  readonly drop: (isGone: (key: string) => boolean) => number;
  readonly figures: () => { readonly entries: number; readonly bytes: number; readonly evicted: number };
}

export function lruOf<T>(room: { readonly entries: number; readonly bytes: number }): Lru<T> {
  const kept = new Map<string, { readonly value: T; readonly bytes: number }>();
  let bytes = 0;
  let evicted = 0;
  const remove = (key: string): void => {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, size) => {
      remove(key);
      if (size > room.bytes) return;
      kept.set(key, { value, bytes: size });
      bytes += size;
      for (const oldest of kept.keys()) {
        if (kept.size <= room.entries && bytes <= room.bytes) break;
        remove(oldest);
        evicted++;
      }
    },
    drop: (isGone) => {
      const gone = [...kept.keys()].filter(isGone);
      for (const key of gone) remove(key);
      return gone.length;
    },
    figures: () => ({ entries: kept.size, bytes, evicted }),
  };
}
