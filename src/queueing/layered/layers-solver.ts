import type { Network } from '../../model/network.ts';
import { type Asker, type Layers, layersOf } from './contexts.ts';
import type { SharedResource } from './crowds.ts';
import { closedCycle, type Cycle } from './cycle.ts';
import { entryFlows, flowOf, type Holding, measureLinks } from './flows.ts';
import { meet } from './meet.ts';
import { heldAbove } from './meetings.ts';
import type { TailedSpeed } from './tails.ts';
import { type Link, linksOf, servedAtOnce, stationCapacity } from './links.ts';

/** A fixed point of the layers, or how far from one the last steps were. */
export interface LayersState {
  readonly layers: Layers;
  readonly links: readonly Link[];
  readonly flows: Float64Array;
  readonly holdings: readonly Holding[];
  /** Requests per second of each source. */
  readonly sent: readonly number[];
  /** Probability of so many requests at each station and for each pool, by asker. */
  readonly atStations: readonly Float64Array[];
  readonly atPools: ReadonlyMap<number, Float64Array>;
  /** Cycles per second of each pool with so many of its places in use. */
  readonly cycles: ReadonlyMap<number, Cycle>;
  readonly isSettled: boolean;
}

const mostSteps = 300;
const precision = 1e-7;

/**
 * Layers solved each in isolation until they agree. Upwards, a pool is a station whose speed with n places in use is
 * the throughput of the network under it with n customers (flow equivalence: Chandy, Herzog and Woo 1975). Downwards,
 * what arrives at a shared resource is what each asker's network sends to it with so many there (Marie 1979), and the
 * askers share it as in a product form. The idea of layers: Rolia and Sevcik 1995, Woodside et al. 1995.
 */
export function solveLayers(network: Network): LayersState {
  const layers = layersOf(network);
  const links = linksOf(network, layers);
  const order = askersInOrder(layers);
  let sent = network.sources.map((source) => (source.kind === 'open' ? source.rate : 0));
  let state: LayersState | undefined;
  const speeds = new Map<string, TailedSpeed>();
  let damping = 1;
  let lastMove = Infinity;
  for (let step = 0; step < mostSteps; step++) {
    const flows = entryFlows(layers, sent);
    const holdings = measureLinks(network, layers, links, flows);
    if (step === 0) startLinks(network, layers, links, order);
    const cycles = cyclesOf(network, layers, links, order);
    const next = network.sources.map((source, at) =>
      source.kind === 'open' ? source.rate : (cycles.get(at)?.throughput[source.population] ?? 0),
    );
    const moved = next.reduce((most, now, at) => Math.max(most, change(now, sent[at] ?? 0)), 0);
    sent = next;
    const answered = answerAll(network, layers, {
      links,
      flows: entryFlows(layers, sent),
      order,
      cycles,
      damping,
      speeds,
    });
    const move = Math.max(moved, answered.moved);
    state = {
      layers,
      links,
      flows: entryFlows(layers, sent),
      holdings,
      sent,
      cycles,
      ...answered,
      isSettled: step > 0 && move < precision,
    };
    if (state.isSettled) break;
    if (step > 3 && move > lastMove * 0.95) damping = Math.max(0.1, damping * 0.8);
    lastMove = move;
  }
  if (state === undefined) throw new Error('the fixed point took no step');
  return state;
}

export const change = (now: number, before: number): number =>
  now === before ? 0 : Math.abs(now - before) / Math.max(Math.abs(now), Math.abs(before));

/** Askers so that each comes after those who ask it. */
function askersInOrder({ entries, order }: Layers): readonly number[] {
  const last = new Map<number, number>();
  order.forEach((entry, place) => last.set(entries[entry]?.asker ?? 0, place));
  return [...last].toSorted((a, b) => a[1] - b[1]).map(([asker]) => asker);
}

/** Before anything is known nobody meets anybody. */
function startLinks(
  network: Network,
  layers: Layers,
  links: readonly Link[],
  order: readonly number[],
): void {
  for (const asker of order.toReversed())
    for (const link of links.filter((candidate) => candidate.asker === asker)) {
      const capacity = baseCapacity(network, layers, link);
      const work = link.service * link.answered;
      for (let j = 1; j < link.answers.length; j++)
        link.answers[j] = work > 0 ? capacity(j) / work : Infinity;
      link.residence = work;
    }
}

function baseCapacity(network: Network, { askers }: Layers, { target }: Link): (present: number) => number {
  const station = target.kind === 'station' ? network.stations[target.at] : undefined;
  if (station !== undefined) return stationCapacity(station);
  const places = askers[target.at]?.count ?? 1;
  return (present) => Math.min(present, places);
}

function cyclesOf(
  network: Network,
  { askers }: Layers,
  links: readonly Link[],
  order: readonly number[],
): ReadonlyMap<number, Cycle> {
  return new Map(
    order.flatMap((asker): [number, Cycle][] => {
      const { count, kind, at } = askers[asker] ?? { count: Infinity, kind: 'open', at: 0 };
      if (!Number.isFinite(count)) return [];
      const source = kind === 'closed' ? network.sources[at] : undefined;
      const think = source?.kind === 'closed' ? source.think.mean : 0;
      return [
        [
          asker,
          closedCycle(
            count,
            think,
            links.filter((link) => link.asker === asker),
          ),
        ],
      ];
    }),
  );
}

interface Round {
  readonly links: readonly Link[];
  readonly flows: Float64Array;
  readonly order: readonly number[];
  readonly cycles: ReadonlyMap<number, Cycle>;
  readonly damping: number;
  readonly speeds: Map<string, TailedSpeed>;
}

/** From the top down: what each asker sends, and how what is asked answers. */
function answerAll(network: Network, layers: Layers, round: Round) {
  const { links, flows, order, cycles, speeds } = round;
  const atPools = new Map<number, Float64Array>();
  const above = heldAbove(layers, flows);
  let moved = 0;
  const answer = (kind: 'station' | 'pool', at: number, resource: SharedResource): Float64Array => {
    const here = links.filter(({ target }) => target.kind === kind && target.at === at);
    const result = meet({
      key: `${kind} ${at}`,
      resource,
      links: here,
      layers,
      flows,
      above,
      speeds: round.speeds,
      damping: round.damping,
    });
    moved = Math.max(moved, result.moved);
    return result.present;
  };
  for (const asker of order) {
    const one = layers.askers[asker];
    const cycle = cycles.get(asker);
    if (one?.kind === 'pool' && cycle !== undefined)
      atPools.set(
        asker,
        answer('pool', asker, { places: one.count, capacity: poolCapacity(cycle, one.count) }),
      );
    const own = links.filter((link) => link.asker === asker);
    if (one === undefined) continue;
    const inUse = tilted(
      speeds.get(`pool ${asker}`)?.inUse ?? inUseOf(one, atPools.get(asker)),
      cycle,
      flowOf(layers, flows, asker),
    );
    own.forEach((link, stop) => {
      link.arrivals =
        cycle === undefined ? flowOf(layers, flows, asker) * link.visits : cycle.arrivals(stop, inUse);
    });
  }
  const atStations = network.stations.map((station, at) =>
    answer('station', at, { places: servedAtOnce(station), capacity: stationCapacity(station) }),
  );
  return { atStations, atPools, moved };
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

function inUseOf({ count, kind }: Asker, present: Float64Array | undefined): Float64Array {
  const size = Number.isFinite(count) ? count + 1 : 1;
  const inUse = new Float64Array(size);
  if (kind === 'pool' && present !== undefined)
    present.forEach((share, n) => {
      const used = Math.min(n, count);
      inUse[used] = (inUse[used] ?? 0) + share;
    });
  else inUse[size - 1] = 1;
  return inUse;
}

/** The same distribution, tilted to the throughput that the flows ask for. */
function tilted(inUse: Float64Array, cycle: Cycle | undefined, flow: number): Float64Array {
  if (cycle === undefined || inUse.length < 2 || (inUse[0] ?? 0) === 0) return inUse;
  const { throughput } = cycle;
  const at = (log: number): Float64Array => {
    const weights = inUse.map((share, n) => Math.log(share) + n * log);
    const largest = weights.reduce((a, b) => Math.max(a, b), -Infinity);
    const plain = weights.map((weight) => Math.exp(weight - largest));
    const total = plain.reduce((a, b) => a + b, 0);
    return plain.map((weight) => weight / total);
  };
  const served = (shares: Float64Array): number =>
    shares.reduce((sum, share, n) => sum + share * (n > 0 ? (throughput[n] ?? 0) : 0), 0);
  let [low, high] = [-30, 30];
  for (let turn = 0; turn < 50; turn++) {
    const middle = (low + high) / 2;
    if (served(at(middle)) < flow) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}
