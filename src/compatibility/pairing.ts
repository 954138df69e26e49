export interface Pairing<T> {
  readonly pairs: readonly (readonly [T, T])[];
  readonly gone: readonly T[];
  readonly come: readonly T[];
}

/** Each of the old with that of the new which has the same key. */
export function pairBy<T>(old: readonly T[], next: readonly T[], keyOf: (each: T) => string): Pairing<T> {
  const left = new Map(next.map((each) => [keyOf(each), each] as const));
  const pairs: (readonly [T, T])[] = [];
  const gone: T[] = [];
  for (const each of old) {
    const other = left.get(keyOf(each));
    if (other === undefined) gone.push(each);
    else {
      pairs.push([each, other]);
      left.delete(keyOf(each));
    }
  }
  return { pairs, gone, come: next.filter((each) => left.get(keyOf(each)) === each) };
}
