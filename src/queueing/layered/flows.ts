import type { Network } from '../../model/network.ts';
import type { Layers } from './contexts.ts';
import type { Link } from './links.ts';

/** How often a second each entry begins, when the sources send so much. */
export function entryFlows(layers: Layers, sent: readonly number[]): Float64Array {
  const flows = new Float64Array(layers.entries.length);
  layers.requests.forEach((entry, source) => {
    flows[entry] = (flows[entry] ?? 0) + (sent[source] ?? 0);
  });
  for (const at of layers.order) {
    const flow = flows[at] ?? 0;
    for (const { calls } of layers.entries[at]?.phases ?? [])
      for (const [called, times] of calls) flows[called] = (flows[called] ?? 0) + flow * times;
    for (const { by, entry, times } of layers.started)
      if (by === at) flows[entry] = (flows[entry] ?? 0) + flow * times;
  }
  return flows;
}

/** Seconds of an entry until its answer and after it, with one place of its asker in use. */
export interface Holding {
  readonly answered: number;
  readonly whole: number;
}

/** Reads each link's visits and work off the entries, and from them how long each entry holds its place. */
export function measureLinks(
  network: Network,
  layers: Layers,
  links: readonly Link[],
  flows: Float64Array,
): readonly Holding[] {
  const holdings: Holding[] = layers.entries.map(() => ({ answered: 0, whole: 0 }));
  const outgoing = layers.askers.map((_, asker) => links.filter((link) => link.asker === asker));
  const askerFlows = layers.askers.map((_, asker) => flowOf(layers, flows, asker));
  for (const entry of layers.order.toReversed()) {
    const asker = layers.entries[entry]?.asker ?? 0;
    const own = outgoing[asker] ?? [];
    for (const link of own) weighLink(layers, link, flows, askerFlows[asker] ?? 0, holdings);
    holdings[entry] = holdingOf(network, layers, own, entry, holdings);
  }
  return holdings;
}

export function flowOf({ entries }: Layers, flows: Float64Array, asker: number): number {
  return entries.reduce((sum, entry, at) => (entry.asker === asker ? sum + (flows[at] ?? 0) : sum), 0);
}

/** Means over the entries of the asker, weighed by how often each begins; equally while none does. */
function weighLink(
  { entries }: Layers,
  link: Link,
  flows: Float64Array,
  flow: number,
  holdings: readonly Holding[],
): void {
  let [cycles, visits, work, answered, squares] = [0, 0, 0, 0, 0];
  entries.forEach(({ asker, phases }, at) => {
    if (asker !== link.asker) return;
    const weight = flow > 0 ? (flows[at] ?? 0) : 1;
    cycles += weight;
    for (const phase of phases) {
      if (link.target.kind === 'station') {
        visits += weight * (phase.visits[link.target.at] ?? 0);
        work += weight * (phase.seconds[link.target.at] ?? 0);
        answered += weight * (phase.seconds[link.target.at] ?? 0);
        squares += weight * (phase.squares[link.target.at] ?? 0);
        continue;
      }
      for (const [called, times] of phase.calls) {
        if (entries[called]?.asker !== link.target.at) continue;
        const holding = holdings[called];
        visits += weight * times;
        work += weight * times * (holding?.whole ?? 0);
        answered += weight * times * (holding?.answered ?? 0);
      }
    }
  });
  link.visits = cycles > 0 ? visits / cycles : 0;
  link.service = visits > 0 ? work / visits : 0;
  link.answered = work > 0 ? answered / work : 1;
  if (link.target.kind === 'station' && work > 0) link.scv = (squares * visits) / work ** 2 - 1;
}

function holdingOf(
  network: Network,
  layers: Layers,
  links: readonly Link[],
  entry: number,
  holdings: readonly Holding[],
): Holding {
  const [first = 0, second = 0] = (layers.entries[entry]?.phases ?? []).map((asked) =>
    links.reduce((sum, link) => {
      const alone = link.answers[1] ?? 0;
      const own = link.service * link.answered;
      const visit = alone > 0 ? 1 / alone : own;
      if (link.target.kind === 'pool') {
        let seconds = 0;
        for (const [called, times] of asked.calls)
          if (layers.entries[called]?.asker === link.target.at)
            seconds += times * (Math.max(0, visit - own) + (holdings[called]?.answered ?? 0));
        return sum + seconds;
      }
      const seconds = asked.seconds[link.target.at] ?? 0;
      const isShared = network.stations[link.target.at]?.discipline === 'processor-sharing';
      if (isShared) return sum + (own > 0 ? (seconds * visit) / own : 0);
      return sum + seconds + (asked.visits[link.target.at] ?? 0) * Math.max(0, visit - own);
    }, 0),
  );
  return { answered: first, whole: first + second };
}
