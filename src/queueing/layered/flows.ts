import type { Network } from '../../model/network.ts';
import type { Layers } from './askers.ts';
import type { Link, Wiring } from './links.ts';

/** How often a second each entry begins and each asker is at it, when the sources send so much. */
export interface Flows {
  readonly ofEntry: Float64Array;
  readonly ofAsker: Float64Array;
}

export function flowsOf(
  { askers, entries, requests, started, order }: Layers,
  sent: readonly number[],
): Flows {
  const ofEntry = new Float64Array(entries.length);
  const ofAsker = new Float64Array(askers.length);
  const add = (entry: number, flow: number): void => {
    ofEntry[entry] = (ofEntry[entry] ?? 0) + flow;
  };
  requests.forEach((entry, source) => add(entry, sent[source] ?? 0));
  for (const at of order) {
    const flow = ofEntry[at] ?? 0;
    for (const { calls } of entries[at]?.phases ?? [])
      for (const [called, times] of calls) add(called, flow * times);
    for (const { by, entry, times } of started) if (by === at) add(entry, flow * times);
  }
  entries.forEach(({ asker }, at) => {
    ofAsker[asker] = (ofAsker[asker] ?? 0) + (ofEntry[at] ?? 0);
  });
  return { ofEntry, ofAsker };
}

/** Seconds of an entry until its answer and with what follows it, with one place of its asker in use. */
export interface Holding {
  readonly answered: number;
  readonly whole: number;
}

/** Seconds of a visit by a link, which is the asker's `index`-th. */
type VisitTime = (link: Link, index: number) => number;

/** Reads each link's visits and work off the entries, deepest askers first, and from them how long each entry takes. */
export function measureLinks(
  network: Network,
  layers: Layers,
  wiring: Wiring,
  flows: Flows,
): readonly Holding[] {
  const holdings: Holding[] = layers.entries.map(() => ({ answered: 0, whole: 0 }));
  for (const asker of wiring.order.toReversed()) {
    const links = wiring.outgoing[asker] ?? [];
    for (const link of links) weighLink(layers, link, flows, holdings);
    layers.entries.forEach((entry, at) => {
      if (entry.asker === asker) holdings[at] = holdingOf(network, layers, links, at, holdings, aloneAt);
    });
  }
  return holdings;
}

/** Means over the entries of the asker, weighed by how often each begins; equally while none does. */
function weighLink({ entries }: Layers, link: Link, flows: Flows, holdings: readonly Holding[]): void {
  const isUsed = (flows.ofAsker[link.asker] ?? 0) > 0;
  let [cycles, visits, work, answered, squares] = [0, 0, 0, 0, 0];
  entries.forEach(({ asker, phases }, at) => {
    if (asker !== link.asker) return;
    const weight = isUsed ? (flows.ofEntry[at] ?? 0) : 1;
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
        visits += weight * times;
        work += weight * times * (holdings[called]?.whole ?? 0);
        answered += weight * times * (holdings[called]?.answered ?? 0);
      }
    }
  });
  link.visits = cycles > 0 ? visits / cycles : 0;
  link.service = visits > 0 ? work / visits : 0;
  link.answered = work > 0 ? answered / work : 1;
  if (link.target.kind === 'station' && work > 0) link.scv = (squares * visits) / work ** 2 - 1;
}

/** Seconds of a visit with one of the asker's own there. */
function aloneAt(link: Link): number {
  const alone = link.answers[1] ?? 0;
  return alone > 0 ? 1 / alone : link.service * link.answered;
}

function holdingOf(
  network: Network,
  layers: Layers,
  links: readonly Link[],
  entry: number,
  holdings: readonly Holding[],
  timeAt: VisitTime,
): Holding {
  const [first = 0, second = 0] = (layers.entries[entry]?.phases ?? []).map((asked) =>
    links.reduce((sum, link, index) => {
      const own = link.service * link.answered;
      const visit = timeAt(link, index);
      const waiting = Math.max(0, visit - own);
      if (link.target.kind === 'pool') {
        let seconds = 0;
        for (const [called, times] of asked.calls)
          if (layers.entries[called]?.asker === link.target.at)
            seconds += times * (waiting + (holdings[called]?.answered ?? 0));
        return sum + seconds;
      }
      const seconds = asked.seconds[link.target.at] ?? 0;
      const isShared = network.stations[link.target.at]?.discipline === 'processor-sharing';
      if (isShared) return sum + (own > 0 ? (seconds * visit) / own : 0);
      return sum + seconds + (asked.visits[link.target.at] ?? 0) * waiting;
    }, 0),
  );
  return { answered: first, whole: first + second };
}

/** What is known when several callers of a pool are told apart: seconds of a visit by each link inside, with n in use. */
interface InsidePool {
  readonly inside: readonly Link[];
  readonly places: number;
  readonly times: readonly Float64Array[];
  readonly flows: Flows;
  readonly holdings: readonly Holding[];
}

/**
 * How much longer the calls of one asker hold a pool with n places in use, relative to how much longer all calls do:
 * some wait inside for what others do not touch.
 */
export function stretchOf(network: Network, layers: Layers, caller: Link, known: InsidePool): Float64Array {
  const { inside, places, times, flows, holdings } = known;
  const stretch = new Float64Array(places + 1).fill(1);
  const pool = caller.target.at;
  const called = callsTo(layers, caller.asker, pool, flows);
  const [own, all] = [new Float64Array(places + 1), new Float64Array(places + 1)];
  for (let n = 1; n <= places; n++)
    layers.entries.forEach(({ asker }, entry) => {
      if (asker !== pool) return;
      const timeAt: VisitTime = (_, index) => times[index]?.[n] ?? 0;
      const { whole } = holdingOf(network, layers, inside, entry, holdings, timeAt);
      own[n] = (own[n] ?? 0) + (called.get(entry) ?? 0) * whole;
      all[n] = (all[n] ?? 0) + (flows.ofEntry[entry] ?? 0) * whole;
    });
  for (let n = 1; n <= places; n++) {
    const ratio = (own[n] ?? 0) / (own[1] ?? 1) / ((all[n] ?? 0) / (all[1] ?? 1));
    stretch[n] = Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
  }
  return stretch;
}

/** How often a second an asker calls each entry of a pool. */
function callsTo(
  { entries }: Layers,
  asker: number,
  pool: number,
  flows: Flows,
): ReadonlyMap<number, number> {
  const rates = new Map<number, number>();
  entries.forEach((entry, at) => {
    if (entry.asker !== asker) return;
    for (const { calls } of entry.phases)
      for (const [called, times] of calls)
        if (entries[called]?.asker === pool)
          rates.set(called, (rates.get(called) ?? 0) + (flows.ofEntry[at] ?? 0) * times);
  });
  return rates;
}
