/** Gathers keys that are asked for in one turn of the event loop and answers them together. */
export interface Batch<K, V> {
  /** The same key is asked for once. */
  readonly load: (key: K) => Promise<V>;
}

interface Waiting<V> {
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * For one request: what one caller was allowed to see is never kept for another. `work` answers in any order; a key that it
 * leaves out gets `missing`.
 */
export function batchOf<K extends string, V>(
  work: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
  missing: V,
): Batch<K, V> {
  const known = new Map<K, Promise<V>>();
  let waiting = new Map<K, Waiting<V>>();
  const dispatch = (): void => {
    const now = waiting;
    waiting = new Map();
    work([...now.keys()]).then(
      (found) => {
        for (const [key, { resolve }] of now) resolve(found.get(key) ?? missing);
      },
      (error: unknown) => {
        for (const { reject } of now.values()) reject(error);
      },
    );
  };
  return {
    load: (key) => {
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = new Promise<V>((resolve, reject) => {
        // After the promises that are settled already: siblings of another branch of the answer join the same batch.
        if (waiting.size === 0) void Promise.resolve().then(() => process.nextTick(dispatch));
        waiting.set(key, { resolve, reject });
      });
      known.set(key, made);
      return made;
    },
  };
}
