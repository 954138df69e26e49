import { heldPlaces } from './held.ts';
import type { Program, ProgramNode } from './program.ts';

/**
 * One state: how many are in each stage, how many places of each resource are taken, and who waits, in order. A queue
 * is a string with one character for each who waits: strings are shared between states and compared fast.
 */
export interface LayeredState {
  readonly inStage: Uint16Array;
  readonly taken: Uint16Array;
  readonly queues: string[];
}

/** `arrival`: each queue keeps its order. `random`: whoever waits is next with equal chance, which has fewer states. */
export type QueueOrder = 'arrival' | 'random';

/** Called for each state that can follow, with its probability. */
export type Follow = (state: LayeredState, probability: number) => void;

export interface Moves {
  /** Index of the node of each stage. */
  readonly stages: readonly number[];
  readonly first: (follow: Follow) => void;
  /** The stage with that position is over in `from`. */
  readonly complete: (from: LayeredState, stage: number, follow: Follow) => void;
  readonly encode: (state: LayeredState) => string;
  readonly decode: (key: string) => LayeredState;
}

/** Less likely than this, a chain of choices without time between is not followed. */
const unlikely = 1e-13;
const gap = '\uffff';

export function movesOf(program: Program, order: QueueOrder): Moves {
  const { nodes, resources, sources } = program;
  const stages = nodes.flatMap((node, at) => (node.kind === 'stage' ? [at] : []));
  const position = new Map(stages.map((node, at) => [node, at]));
  const advance = advancer(program, order, position);
  return {
    stages,
    first: (follow) => {
      const agenda = sources.flatMap(({ tokens, start }) => Array.from({ length: tokens }, () => start));
      const state: LayeredState = {
        inStage: new Uint16Array(stages.length),
        taken: new Uint16Array(resources.length),
        queues: resources.map(() => ''),
      };
      advance(state, agenda, 1, follow);
    },
    complete: (from, stage, follow) => {
      const state = copyOf(from);
      state.inStage[stage] = (state.inStage[stage] ?? 0) - 1;
      const node = nodes[stages[stage] ?? 0];
      advance(state, node?.kind === 'stage' ? [node.next] : [], 1, follow);
    },
    encode: (state) => encode(state),
    decode: decoder(program, stages),
  };
}

const copyOf = (state: LayeredState): LayeredState => ({
  inStage: state.inStage.slice(),
  taken: state.taken.slice(),
  queues: state.queues.slice(),
});

/** Moves everybody on the agenda until each is in a stage or waits; choices on the way split the state. */
function advancer(program: Program, order: QueueOrder, position: ReadonlyMap<number, number>) {
  const { nodes, resources } = program;
  const advance = (state: LayeredState, agenda: number[], chance: number, follow: Follow): void => {
    let probability = chance;
    while (agenda.length > 0) {
      const at = agenda.shift() ?? 0;
      const node: ProgramNode = nodes[at] ?? { kind: 'end' };
      switch (node.kind) {
        case 'end':
          break;
        case 'pass':
          agenda.unshift(node.next);
          break;
        case 'spawn':
          // Two go on at the same moment and may want the same thing: each is first with equal chance.
          advance(copyOf(state), [node.next, node.apart, ...agenda], probability / 2, follow);
          agenda.unshift(node.apart, node.next);
          probability /= 2;
          break;
        case 'stage': {
          const stage = position.get(at) ?? 0;
          state.inStage[stage] = (state.inStage[stage] ?? 0) + 1;
          break;
        }
        case 'enter': {
          const resource = resources[node.resource];
          const taken = state.taken[node.resource] ?? 0;
          if (taken < (resource?.places ?? 0)) {
            state.taken[node.resource] = taken + 1;
            agenda.unshift(node.next);
          } else if (resource?.kind !== 'arrivals') {
            const queue = state.queues[node.resource] ?? '';
            const joined = queue + String.fromCharCode(at);
            state.queues[node.resource] = order === 'random' ? [...joined].toSorted().join('') : joined;
          }
          break;
        }
        case 'leave': {
          const queue = state.queues[node.resource] ?? '';
          agenda.unshift(node.next);
          if (queue === '') state.taken[node.resource] = (state.taken[node.resource] ?? 0) - 1;
          else if (order === 'random' && queue[0] !== queue.at(-1)) {
            for (const [place, share] of distinct(queue))
              split(state, agenda, probability * share, node.resource, place, follow);
            return;
          } else
            call(
              state,
              agenda,
              node.resource,
              resources[node.resource]?.discipline === 'lifo' ? queue.length - 1 : 0,
            );
          break;
        }
        case 'choose':
          for (const branch of node.branches) {
            const share = probability * branch.probability;
            if (share > unlikely) advance(copyOf(state), [branch.next, ...agenda], share, follow);
          }
          return;
      }
    }
    follow(state, probability);
  };
  /** Who waits at that place of the queue takes over the place that is left. */
  const call = (state: LayeredState, agenda: number[], resource: number, place: number): void => {
    const queue = state.queues[resource] ?? '';
    const node = nodes[queue.charCodeAt(place)];
    state.queues[resource] = queue.slice(0, place) + queue.slice(place + 1);
    if (node?.kind === 'enter') agenda.push(node.next);
  };
  const split = (
    state: LayeredState,
    agenda: readonly number[],
    probability: number,
    resource: number,
    place: number,
    follow: Follow,
  ): void => {
    const copy = copyOf(state);
    const rest = [...agenda];
    call(copy, rest, resource, place);
    advance(copy, rest, probability, follow);
  };
  return advance;
}

/** First place of each kind of waiter in a sorted queue, with its share. */
function distinct(queue: string): readonly (readonly [number, number])[] {
  const shares: (readonly [number, number])[] = [];
  for (let from = 0; from < queue.length;) {
    const to = queue.lastIndexOf(queue[from] ?? '') + 1;
    shares.push([from, (to - from) / queue.length]);
    from = to;
  }
  return shares;
}

function encode({ inStage, queues }: LayeredState): string {
  const codes: number[] = [];
  for (let stage = 0; stage < inStage.length; stage++) {
    const count = inStage[stage] ?? 0;
    if (count > 0) codes.push(stage, count);
  }
  return `${String.fromCharCode(...codes)}${gap}${queues.join(gap)}`;
}

/** The taken places follow from who is where: see `heldPlaces`. */
function decoder({ nodes, resources, ...program }: Program, stages: readonly number[]) {
  const held = heldPlaces({ nodes, resources, ...program });
  return (key: string): LayeredState => {
    const [counts = '', ...queues] = key.split(gap);
    const inStage = new Uint16Array(stages.length);
    const taken = new Uint16Array(resources.length);
    const add = (node: number, count: number): void => {
      const places = held[node] ?? taken;
      for (let at = 0; at < taken.length; at++) taken[at] = (taken[at] ?? 0) + count * (places[at] ?? 0);
    };
    for (let at = 0; at < counts.length; at += 2) {
      const stage = counts.charCodeAt(at);
      const count = counts.charCodeAt(at + 1);
      inStage[stage] = count;
      add(stages[stage] ?? 0, count);
    }
    for (const queue of queues)
      for (let place = 0; place < queue.length; place++) add(queue.charCodeAt(place), 1);
    return { inStage, taken, queues };
  };
}
