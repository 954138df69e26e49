import type { Network } from '../../model/network.ts';
import { answer, type Meeting } from './answers.ts';
import { type Asker, type Layers, layersOf } from './askers.ts';
import { closedCycle, type Cycle } from './closed-cycle.ts';
import { type Flows, flowsOf, type Holding, measureLinks, stretchOf } from './flows.ts';
import { heldAbove } from './interlock.ts';
import { type Link, servedAtOnce, stationCapacity, type Wiring, wiringOf } from './links.ts';
import type { TailedSpeed } from './tails.ts';
import { inUseFor } from './places-in-use.ts';

/** Layers that agree with each other, or that did not within the steps allowed. */
export interface AgreedLayers {
  readonly layers: Layers;
  readonly wiring: Wiring;
  readonly flows: Flows;
  readonly holdings: readonly Holding[];
  /** Requests per second of each source. */
  readonly sent: readonly number[];
  /** Probability of so many places in use, by asker. */
  readonly inUse: ReadonlyMap<number, Float64Array>;
  /** Each limited asker with 0, 1, … of its people or places in use. */
  readonly cycles: ReadonlyMap<number, Cycle>;
  readonly isSettled: boolean;
}

const mostSteps = 300;
/** Largest relative change of a step that ends the search. */
const precision = 1e-6;

/**
 * Layers solved each in isolation until they agree. Upwards, a pool is a station whose speed with n places in use is
 * the throughput of the network under it with n customers (flow equivalence: Chandy, Herzog and Woo, IBM J. R&D 19(1),
 * 1975). Downwards, what arrives at a shared resource is what each asker's network sends it with so many there (Marie,
 * IEEE TSE 5(5), 1979), and the askers share it as in a product form. Layers as such: Rolia and Sevcik, IEEE TSE
 * 21(8), 1995; Woodside et al., IEEE ToC 44(1), 1995. `network` has no source without requests.
 */
export function agreeLayers(network: Network): AgreedLayers {
  const layers = layersOf(network);
  const wiring = wiringOf(network, layers);
  const speeds = new Map<string, TailedSpeed>();
  let sent: readonly number[] = network.sources.map((source) => (source.kind === 'open' ? source.rate : 0));
  let [damping, lastMove] = [1, Infinity];
  for (let step = 0; ; step++) {
    const before = flowsOf(layers, sent);
    const holdings = measureLinks(network, layers, wiring, before);
    if (step === 0) startLinks(network, layers, wiring);
    const cycles = cyclesOf(network, layers, wiring);
    stretchLinks(network, layers, wiring, { flows: before, holdings, cycles });
    const next = network.sources.map((source, at) =>
      source.kind === 'open' ? source.rate : (cycles.get(at)?.throughput[source.population] ?? 0),
    );
    const flows = flowsOf(layers, next);
    const down = goDown(network, { layers, wiring, flows, cycles, speeds, damping });
    const move = Math.max(down.moved, ...next.map((now, at) => relativeChange(now, sent[at] ?? 0)));
    sent = next;
    const isSettled = step > 0 && move < precision;
    if (isSettled || step === mostSteps)
      return { layers, wiring, flows, holdings, sent, cycles, inUse: down.inUse, isSettled };
    if (step > 3 && move > lastMove * 0.95) damping = Math.max(0.1, damping * 0.8);
    lastMove = move;
  }
}

const relativeChange = (now: number, before: number): number =>
  now === before ? 0 : Math.abs(now - before) / Math.max(Math.abs(now), Math.abs(before));

/** Before anything is known nobody meets anybody. */
function startLinks(network: Network, { askers }: Layers, { outgoing, order }: Wiring): void {
  for (const asker of order.toReversed())
    for (const link of outgoing[asker] ?? []) {
      const station = link.target.kind === 'station' ? network.stations[link.target.at] : undefined;
      const places = askers[link.target.at]?.count ?? 1;
      const capacity =
        station === undefined ? (n: number): number => Math.min(n, places) : stationCapacity(station);
      const work = link.service * link.answered;
      for (let j = 1; j < link.answers.length; j++)
        link.answers[j] = work > 0 ? capacity(j) / work : Infinity;
      link.residence = work;
    }
}

function cyclesOf(network: Network, { askers }: Layers, wiring: Wiring): ReadonlyMap<number, Cycle> {
  const cycles = new Map<number, Cycle>();
  askers.forEach(({ count, kind, at }, asker) => {
    if (!Number.isFinite(count)) return;
    const source = kind === 'closed' ? network.sources[at] : undefined;
    const think = source?.kind === 'closed' ? source.think.mean : 0;
    cycles.set(asker, closedCycle(count, think, wiring.outgoing[asker] ?? []));
  });
  return cycles;
}

/** Where several askers share a pool, each may be slowed inside it by other things. */
function stretchLinks(
  network: Network,
  layers: Layers,
  wiring: Wiring,
  known: Pick<AgreedLayers, 'flows' | 'holdings' | 'cycles'>,
): void {
  layers.askers.forEach(({ kind, count }, pool) => {
    const callers = wiring.toPool[pool] ?? [];
    const cycle = known.cycles.get(pool);
    if (kind !== 'pool' || callers.length < 2 || count < 2 || cycle === undefined) return;
    const inside = wiring.outgoing[pool] ?? [];
    const times = inside.map((_, stop) => cycle.residence(stop));
    for (const caller of callers)
      caller.stretch = stretchOf(network, layers, caller, { ...known, inside, places: count, times });
  });
}

interface Descent {
  readonly layers: Layers;
  readonly wiring: Wiring;
  readonly flows: Flows;
  readonly cycles: ReadonlyMap<number, Cycle>;
  readonly speeds: Map<string, TailedSpeed>;
  readonly damping: number;
}

/** From the top down: what each asker sends, and how what is asked answers. */
function goDown(network: Network, descent: Descent) {
  const { layers, wiring, flows, cycles, speeds } = descent;
  const above = heldAbove(layers, flows.ofEntry);
  const inUse = new Map<number, Float64Array>();
  let moved = 0;
  const meet = (part: Pick<Meeting, 'key' | 'resource' | 'links'>): Float64Array => {
    const result = answer({ ...descent, ...part, above });
    moved = Math.max(moved, result.moved);
    return result.present;
  };
  for (const at of wiring.order) {
    const asker = layers.askers[at];
    const cycle = cycles.get(at);
    if (asker === undefined) continue;
    const key = `pool ${at}`;
    if (asker.kind === 'pool' && cycle !== undefined) {
      const resource = { places: asker.count, capacity: poolCapacity(cycle, asker.count) };
      const present = meet({ key, resource, links: wiring.toPool[at] ?? [] });
      inUse.set(at, inUseFor(asker.count, present, speeds.get(key), cycle, flows.ofAsker[at] ?? 0));
    }
    sendAll(asker, wiring.outgoing[at] ?? [], flows.ofAsker[at] ?? 0, cycle, inUse.get(at));
  }
  network.stations.forEach((station, at) => {
    const resource = { places: servedAtOnce(station), capacity: stationCapacity(station) };
    meet({ key: `station ${at}`, resource, links: wiring.toStation[at] ?? [] });
  });
  return { inUse, moved };
}

function sendAll(
  { count }: Asker,
  links: readonly Link[],
  flow: number,
  cycle: Cycle | undefined,
  inUse: Float64Array | undefined,
): void {
  const everybody = new Float64Array(Number.isFinite(count) ? count + 1 : 1);
  everybody[everybody.length - 1] = 1;
  links.forEach((link, stop) => {
    link.arrivals = cycle === undefined ? flow * link.visits : cycle.arrivals(stop, inUse ?? everybody);
  });
}

/** Speed of a pool with so many asking, relative to one place in use. */
function poolCapacity({ throughput }: Cycle, places: number): (present: number) => number {
  const one = throughput[1] ?? 0;
  return (present) => {
    const used = Math.min(present, places);
    const speed = (throughput[used] ?? 0) / one;
    return Number.isFinite(speed) && speed > 0 ? speed : used;
  };
}
