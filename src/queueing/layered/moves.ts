import { heldPlaces } from './held.ts';
import { racesOf } from './races.ts';
import type { Program, ProgramNode, Resource } from './program.ts';

/**
 * One state: how many are in each stage, how many places of each resource are taken, and who waits, in order. A queue
 * is a string with one character for each who waits: strings are shared between states and compared fast.
 */
export interface LayeredState {
  readonly inStage: Uint16Array;
  readonly taken: Uint16Array;
  readonly queues: string[];
}

/** Called for each state that can follow, with its probability. */
type Follow = (state: LayeredState, probability: number) => void;

/** The same; false when no more of them are wanted. */
type FollowOn = (state: LayeredState, probability: number) => boolean;

export interface Moves {
  /** Index of the node of each stage. */
  readonly stages: readonly number[];
  /** One state from which all others are reached. */
  readonly first: () => LayeredState;
  /** The stage with that position is over in `from`. */
  readonly complete: (from: LayeredState, stage: number, follow: Follow) => void;
  /** Whether some completion had more outcomes than can be followed: loops without time between on many requests. */
  readonly isTooWide: () => boolean;
  readonly encode: (state: LayeredState) => string;
  readonly decode: (key: string) => LayeredState;
}

/** Less likely than this, a chain of choices without time between is not followed. */
const unlikely = 1e-13;
/** Outcomes of one completion. */
const mostOutcomes = 2000;
const gap = '\uffff';

export function movesOf(program: Program): Moves {
  const { nodes, resources, sources } = program;
  const stages = nodes.flatMap((node, at) => (node.kind === 'stage' ? [at] : []));
  const position = new Map(stages.map((node, at) => [node, at]));
  const advance = advancer(program, position, racesOf(program));
  let isTooWide = false;
  return {
    stages,
    first: () => {
      const agenda = sources.flatMap(({ tokens, start }) => Array.from({ length: tokens }, () => start));
      const state: LayeredState = {
        inStage: new Uint16Array(stages.length),
        taken: new Uint16Array(resources.length),
        queues: resources.map(() => ''),
      };
      advancer(likeliest(program), position, new Set())(state, agenda, 1, () => true);
      return state;
    },
    isTooWide: () => isTooWide,
    complete: (from, stage, follow) => {
      let outcomes = 0;
      const state = copyOf(from);
      state.inStage[stage] = (state.inStage[stage] ?? 0) - 1;
      const node = nodes[stages[stage] ?? 0];
      advance(state, node?.kind === 'stage' ? [node.next] : [], 1, (next, probability) => {
        outcomes++;
        if (outcomes > mostOutcomes) isTooWide = true;
        else follow(next, probability);
        return !isTooWide;
      });
    },
    encode: (state) => encode(state),
    decode: decoder(program, stages),
  };
}

/** Without chance: of each choice the likeliest branch alone. */
const likeliest = (program: Program): Program => ({
  ...program,
  nodes: program.nodes.map((node) => {
    if (node.kind !== 'choose') return node;
    const best = node.branches.reduce((one, other) => (other.probability > one.probability ? other : one));
    return { kind: 'pass', next: best.next };
  }),
});

const copyOf = (state: LayeredState): LayeredState => ({
  inStage: state.inStage.slice(),
  taken: state.taken.slice(),
  queues: state.queues.slice(),
});

/** Moves everybody on the agenda until each is in a stage or waits; choices on the way split the state. */
function advancer(
  { nodes, resources }: Program,
  position: ReadonlyMap<number, number>,
  races: ReadonlySet<number>,
) {
  const advance = (state: LayeredState, agenda: number[], chance: number, follow: FollowOn): boolean => {
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
          if (races.has(at)) {
            probability /= 2;
            if (!advance(copyOf(state), [node.next, node.apart, ...agenda], probability, follow))
              return false;
          }
          agenda.unshift(node.apart, node.next);
          break;
        case 'stage': {
          const stage = position.get(at) ?? 0;
          state.inStage[stage] = (state.inStage[stage] ?? 0) + 1;
          break;
        }
        case 'enter':
          if (enter(resources[node.resource], state, node.resource, at)) agenda.unshift(node.next);
          break;
        case 'leave': {
          const called = leave(resources[node.resource], state, node.resource);
          agenda.unshift(node.next);
          const waited = called === undefined ? undefined : nodes[called];
          if (waited?.kind === 'enter') agenda.push(waited.next);
          break;
        }
        case 'choose':
          for (const branch of node.branches) {
            const share = probability * branch.probability;
            if (share <= unlikely) continue;
            if (!advance(copyOf(state), [branch.next, ...agenda], share, follow)) return false;
          }
          return true;
      }
    }
    return follow(state, probability);
  };
  return advance;
}

/** Takes a place, and says so; else joins the queue, or is lost as an arrival beyond those followed. */
function enter(resource: Resource | undefined, state: LayeredState, index: number, node: number): boolean {
  const taken = state.taken[index] ?? 0;
  if (taken < (resource?.places ?? 0)) {
    state.taken[index] = taken + 1;
    return true;
  }
  if (resource?.kind !== 'arrivals')
    state.queues[index] = (state.queues[index] ?? '') + String.fromCharCode(node);
  return false;
}

/** Gives the place to who is next, whose node is answered, or back. */
function leave(resource: Resource | undefined, state: LayeredState, index: number): number | undefined {
  const queue = state.queues[index] ?? '';
  if (queue === '') {
    state.taken[index] = (state.taken[index] ?? 0) - 1;
    return undefined;
  }
  const isLast = resource?.discipline === 'lifo';
  state.queues[index] = isLast ? queue.slice(0, -1) : queue.slice(1);
  return queue.charCodeAt(isLast ? queue.length - 1 : 0);
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
