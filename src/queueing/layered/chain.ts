import type { Network } from '../../model/network.ts';
import { type LayeredState, type Moves, movesOf } from './moves.ts';
import type { Program } from './program.ts';
import type { SparseChain } from './steady-state.ts';

/** The Markov chain of a network: its states, the rates between them and the speed of each stage in a state. */
export interface LayeredChain {
  readonly moves: Moves;
  readonly keys: readonly string[];
  readonly chain: SparseChain;
  /** Completions per second of a stage, by its position, in a state. */
  readonly speed: (state: LayeredState, stage: number) => number;
}

/** Explores the states breadth first; undefined when there are more than `most`. */
export function exploreChain(network: Network, program: Program, most: number): LayeredChain | undefined {
  const moves = movesOf(program);
  const speed = speedOf(network, program, moves.stages);
  const index = new Map<string, number>();
  const keys: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const rates: number[] = [];
  const numberOf = (state: LayeredState): number => {
    const key = moves.encode(state);
    const known = index.get(key);
    if (known !== undefined) return known;
    index.set(key, keys.length);
    return keys.push(key) - 1;
  };
  // A frontier that wide so early means far more states than are wanted.
  const hint = Math.ceil(most / 8);
  numberOf(moves.first());
  for (let at = 0; at < keys.length; at++) {
    if (moves.isTooWide() || keys.length > most || (at === hint && keys.length > most / 2)) return undefined;
    const state = moves.decode(keys[at] ?? '');
    for (let stage = 0; stage < moves.stages.length; stage++) {
      const rate = speed(state, stage);
      if (rate <= 0) continue;
      moves.complete(state, stage, (next, probability) => {
        const target = numberOf(next);
        if (target === at) return;
        from.push(at);
        to.push(target);
        rates.push(rate * probability);
      });
    }
  }
  return { moves, keys, chain: { size: keys.length, from, to, rates }, speed };
}

/** All who are in a stage work at once, or share the servers of their station. */
function speedOf(network: Network, { nodes }: Program, stages: readonly number[]) {
  const details = stages.map((at) => {
    const node = nodes[at];
    return node?.kind === 'stage' ? node : undefined;
  });
  const together = new Map<number, number[]>();
  details.forEach((node, stage) => {
    if (node?.isShared === true) together.set(node.station, [...(together.get(node.station) ?? []), stage]);
  });
  return ({ inStage }: LayeredState, stage: number): number => {
    const node = details[stage];
    const count = inStage[stage] ?? 0;
    if (node === undefined || count === 0) return 0;
    if (!node.isShared) return node.rate * count;
    const all = (together.get(node.station) ?? []).reduce((sum, other) => sum + (inStage[other] ?? 0), 0);
    return (node.rate * count * capacityWith(network, node.station, all)) / all;
  };
}

/** Servers' worth of work a station does with `present` requests. */
function capacityWith(network: Network, at: number, present: number): number {
  const station = network.stations[at];
  if (station === undefined) return present;
  const { speeds, servers, replicas } = station;
  if (speeds !== undefined && speeds.length > 0) return speeds[Math.min(present, speeds.length) - 1] ?? 0;
  return Math.min(present, servers * replicas);
}
