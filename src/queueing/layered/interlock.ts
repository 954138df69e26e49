import type { Layers } from './askers.ts';
import type { Link } from './links.ts';

/**
 * For each entry and asker, the probability that a place of the asker is held by who waits for the entry's answer:
 * its caller, its caller's caller and so on.
 */
export function heldAbove({ askers, entries, order }: Layers, flows: Float64Array): readonly Float64Array[] {
  const above = entries.map(() => new Float64Array(askers.length));
  const weight = new Float64Array(entries.length);
  for (const at of order) {
    const entry = entries[at];
    const own = above[at];
    if (entry === undefined || own === undefined) continue;
    const total = weight[at] ?? 0;
    if (total > 0) for (let a = 0; a < own.length; a++) own[a] = (own[a] ?? 0) / total;
    entry.phases.forEach(({ calls }, phase) => {
      for (const [called, times] of calls) {
        const rate = Math.max(flows[at] ?? 0, 1e-300) * times;
        const sum = above[called];
        if (sum === undefined) continue;
        weight[called] = (weight[called] ?? 0) + rate;
        sum[entry.asker] = (sum[entry.asker] ?? 0) + rate;
        // After its answer an entry holds its own place only.
        if (phase === 0) for (let a = 0; a < sum.length; a++) sum[a] = (sum[a] ?? 0) + rate * (own[a] ?? 0);
      }
    });
  }
  return above;
}

/** The same for who visits a resource by a link: the asker itself holds its place. */
export function heldAt(
  { askers, entries }: Layers,
  link: Link,
  flows: Float64Array,
  above: readonly Float64Array[],
): Float64Array {
  const held = new Float64Array(askers.length);
  let total = 0;
  entries.forEach(({ asker, phases }, at) => {
    if (asker !== link.asker) return;
    phases.forEach((asked, phase) => {
      let visits = 0;
      if (link.target.kind === 'station') visits = asked.visits[link.target.at] ?? 0;
      else
        for (const [called, times] of asked.calls)
          if (entries[called]?.asker === link.target.at) visits += times;
      const rate = Math.max(flows[at] ?? 0, 1e-300) * visits;
      total += rate;
      if (phase === 0) above[at]?.forEach((share, a) => (held[a] = (held[a] ?? 0) + rate * share));
    });
  });
  if (total > 0) for (let a = 0; a < held.length; a++) held[a] = (held[a] ?? 0) / total;
  held[link.asker] = 1;
  return held;
}

/**
 * Part of an other's visits that can meet a visit: not those for which the same place is held. One of N places is the
 * same with probability 1/N (interlocking: Franks 1999, ch. 4).
 */
export function canMeet({ askers }: Layers, one: Float64Array, other: Float64Array): number {
  let same = 0;
  askers.forEach(({ count }, at) => {
    if (Number.isFinite(count)) same = Math.max(same, ((one[at] ?? 0) * (other[at] ?? 0)) / count);
  });
  return Math.max(0, 1 - same);
}
