import type { Network, NetworkStation } from '../../model/network.ts';
import type { PoolFigures, SourceFigures, StationFigures } from '../../model/network-figures.ts';
import { exploreChain, type LayeredChain } from './chain.ts';
import type { Program } from './program.ts';
import { steadyState } from './steady-state.ts';
import { workOfSources } from './work.ts';

/** The figures of a layered network, without bounds. */
export interface LayeredFigures {
  readonly sources: readonly SourceFigures<number>[];
  readonly stations: readonly StationFigures<number>[];
  readonly pools: readonly PoolFigures<number>[];
}

interface ChainFigures extends LayeredFigures {
  readonly states: number;
  /** Largest part of the arrivals of an open source that was cut off because too many requests were there. */
  readonly cutOff: number;
}

/** Means over the stationary probabilities of a program's Markov chain; undefined when it has more than `most` states. */
export function solveChain(network: Network, program: Program, most: number): ChainFigures | undefined {
  const chain = exploreChain(network, program, most);
  if (chain === undefined) return undefined;
  const shares = steadyState(chain.chain);
  return shares && figuresOf(network, program, meansOf(program, chain, shares));
}

interface Means {
  /** Completions per second and mean number of each stage, by node. */
  readonly completions: Float64Array;
  readonly present: Float64Array;
  readonly taken: Float64Array;
  readonly waiting: Float64Array;
  readonly full: Float64Array;
  readonly states: number;
}

function meansOf(program: Program, { keys, moves, speed }: LayeredChain, shares: Float64Array): Means {
  const completions = new Float64Array(program.nodes.length);
  const present = new Float64Array(program.nodes.length);
  const taken = new Float64Array(program.resources.length);
  const waiting = new Float64Array(program.resources.length);
  const full = new Float64Array(program.resources.length);
  keys.forEach((key, at) => {
    const share = shares[at] ?? 0;
    const state = moves.decode(key);
    moves.stages.forEach((node, stage) => {
      const count = state.inStage[stage] ?? 0;
      if (count === 0) return;
      present[node] = (present[node] ?? 0) + share * count;
      completions[node] = (completions[node] ?? 0) + share * speed(state, stage);
    });
    program.resources.forEach(({ places }, resource) => {
      const used = state.taken[resource] ?? 0;
      taken[resource] = (taken[resource] ?? 0) + share * used;
      waiting[resource] = (waiting[resource] ?? 0) + share * (state.queues[resource]?.length ?? 0);
      if (used >= places) full[resource] = (full[resource] ?? 0) + share;
    });
  });
  return { completions, present, taken, waiting, full, states: keys.length };
}

function figuresOf(network: Network, program: Program, means: Means): ChainFigures {
  const passing = passingRates(program, means.completions);
  const resource = (kind: string, id: string): number =>
    program.resources.findIndex((candidate) => candidate.kind === kind && candidate.id === id);
  const sources = network.sources.map((source, at) => {
    if (source.kind === 'open') {
      const arrivals = resource('arrivals', source.id);
      const throughput = source.rate * (1 - (means.full[arrivals] ?? 0));
      return { source: source.id, throughput, response: (means.taken[arrivals] ?? 0) / throughput };
    }
    const throughput = passing[program.sources[at]?.start ?? 0] ?? 0;
    return {
      source: source.id,
      throughput,
      response: Math.max(0, source.population / throughput - source.think.mean),
    };
  });
  const work = workOfSources(network);
  const visitRate = (station: number): number =>
    sources.reduce(
      (sum, { source, throughput }) => sum + throughput * (work.get(source)?.visits[station] ?? 0),
      0,
    );
  return {
    sources,
    stations: network.stations.map((station, at) =>
      stationFigures(station, visitRate(at), presentAt(program, means, at), {
        taken: means.taken[resource('station', station.id)],
        waiting: means.waiting[resource('station', station.id)] ?? 0,
        seconds: sources.reduce(
          (sum, { source, throughput }) => sum + throughput * (work.get(source)?.seconds[at] ?? 0),
          0,
        ),
      }),
    ),
    pools: network.pools.map(({ id, places }) => {
      const at = resource('pool', id);
      const queue = means.waiting[at] ?? 0;
      const rate = program.nodes.reduce(
        (sum, node, index) =>
          node.kind === 'enter' && node.resource === at ? sum + (passing[index] ?? 0) : sum,
        0,
      );
      return {
        pool: id,
        utilisation: (means.taken[at] ?? 0) / places,
        waiting: rate > 0 ? queue / rate : 0,
        queue,
      };
    }),
    states: means.states,
    cutOff: program.resources.reduce(
      (most, { kind }, at) => (kind === 'arrivals' ? Math.max(most, means.full[at] ?? 0) : most),
      0,
    ),
  };
}

const presentAt = ({ nodes }: Program, { present }: Means, station: number): number =>
  nodes.reduce(
    (sum, node, at) => (node.kind === 'stage' && node.station === station ? sum + (present[at] ?? 0) : sum),
    0,
  );

function stationFigures(
  { id, servers, replicas, speeds }: NetworkStation,
  throughput: number,
  present: number,
  known: { readonly taken: number | undefined; readonly waiting: number; readonly seconds: number },
): StationFigures<number> {
  const inSystem = present + known.waiting;
  const all = speeds === undefined ? servers * replicas : Math.max(...speeds);
  return {
    station: id,
    throughput,
    utilisation: Number.isFinite(all) ? known.seconds / all : inSystem,
    response: throughput > 0 ? inSystem / throughput : 0,
    inSystem,
  };
}

/**
 * How often a second each node is passed: what completes flows on through all that takes no time, round after round,
 * until what still goes round in loops is nothing beside the whole.
 */
function passingRates({ nodes }: Program, completions: Float64Array): Float64Array {
  const rates = new Float64Array(nodes.length);
  let arriving = new Float64Array(nodes.length);
  nodes.forEach((node, at) => {
    if (node.kind === 'stage') arriving[node.next] = (arriving[node.next] ?? 0) + (completions[at] ?? 0);
  });
  const least = arriving.reduce((a, b) => a + b, 0) * 1e-13;
  while (arriving.some((rate) => rate > least)) {
    const next = new Float64Array(nodes.length);
    const send = (to: number, rate: number): void => {
      next[to] = (next[to] ?? 0) + rate;
    };
    arriving.forEach((rate, at) => {
      if (rate <= 0) return;
      rates[at] = (rates[at] ?? 0) + rate;
      const node = nodes[at];
      if (node?.kind === 'spawn') send(node.apart, rate);
      if (node?.kind === 'choose')
        for (const branch of node.branches) send(branch.next, rate * branch.probability);
      else if (node !== undefined && node.kind !== 'stage' && node.kind !== 'end') send(node.next, rate);
    });
    arriving = next;
  }
  return rates;
}
