import { instancesOf } from '../model-checking/actions.ts';
import { evaluate, holdsIn, type PlainState, startOf, successorsOf } from '../model-checking/interpret.ts';
import type { Machine, TraceStep } from '../model-checking/machine.ts';

/** A state graph as plain objects, by the interpreter: slow, and with nothing in common with the search it checks. */
export interface PlainGraph {
  readonly states: readonly PlainState[];
  readonly depths: readonly number[];
  readonly edges: readonly (readonly {
    readonly action: string;
    readonly isFault: boolean;
    readonly to: number;
  }[])[];
}

export const keyOf = (state: PlainState): string =>
  JSON.stringify(Object.entries(state).toSorted(([left], [right]) => (left < right ? -1 : 1)));

/** Undefined where there are more states than `most`. */
export function plainGraph(machine: Machine, most: number): PlainGraph | undefined {
  const faults = new Set(machine.steps.filter(({ isFault }) => isFault).map(({ id }) => id));
  const start = startOf(machine);
  const known = new Map([[keyOf(start), 0]]);
  const states = [start];
  const depths = [0];
  const edges: PlainGraph['edges'][number][] = [];
  for (const [at, state] of states.entries()) {
    const from = successorsOf(machine, state).map((next) => {
      const key = keyOf(next.state);
      const index = known.get(key) ?? known.size;
      if (index === known.size) {
        known.set(key, index);
        states.push(next.state);
        depths.push((depths[at] ?? 0) + 1);
      }
      return { action: `${next.step}(${next.instance})`, isFault: faults.has(next.step), to: index };
    });
    edges.push(from);
    if (states.length > most) return undefined;
  }
  return { states, depths, edges };
}

/** Fewest steps to a state where an invariant does not hold, and to one where nothing but faults can happen and may not. */
export function nearestFaults(
  machine: Machine,
  { states, depths, edges }: PlainGraph,
): { readonly broken: number; readonly stuck: number } {
  const nearest = (isFault: (state: PlainState, at: number) => boolean): number =>
    Math.min(
      Number.POSITIVE_INFINITY,
      ...states.flatMap((state, at) => (isFault(state, at) ? [depths[at] ?? 0] : [])),
    );
  return {
    broken: nearest((state) => machine.invariants.some((invariant) => !holdsIn(machine, state, invariant))),
    stuck: nearest(
      (state, at) =>
        (edges[at] ?? []).every(({ isFault }) => isFault) &&
        machine.ends !== undefined &&
        !holdsIn(machine, state, machine.ends),
    ),
  };
}

/**
 * Whether some `eventually` fails under weak fairness, by the fixed point of Emerson and Lei (1986): states are struck out
 * that cannot reach, among those left, a state or an edge that settles what is owed to a fair action.
 */
export function failsEventually(machine: Machine, graph: PlainGraph): boolean {
  const fair = machine.steps
    .filter(({ isFault }) => !isFault)
    .flatMap(({ id, each }) => instancesOf(machine, each).map((instance) => `${id}(${instance})`));
  return machine.eventually.some(({ each, holds }) =>
    instancesOf(machine, each).some((instance) => {
      let left = new Set(
        graph.states.flatMap((state, at) => (evaluate(machine, state, holds, instance) === 0 ? [at] : [])),
      );
      for (let before = -1; before !== left.size;) {
        before = left.size;
        for (const action of fair) left = reaching(graph, left, action);
      }
      return left.size > 0;
    }),
  );
}

function reaching({ edges }: PlainGraph, left: ReadonlySet<number>, action: string): Set<number> {
  const within = (state: number) => (edges[state] ?? []).filter(({ to }) => left.has(to));
  const reach = new Set(
    [...left].filter(
      (state) =>
        (edges[state] ?? []).every((edge) => edge.action !== action) ||
        within(state).some((edge) => edge.action === action),
    ),
  );
  for (let before = -1; before !== reach.size;) {
    before = reach.size;
    for (const state of left) if (within(state).some(({ to }) => reach.has(to))) reach.add(state);
  }
  return reach;
}

/** States along a told way, by the interpreter; throws where no step does what is told. */
export function followed(
  machine: Machine,
  from: PlainState,
  trace: readonly TraceStep[],
): readonly PlainState[] {
  const states = [from];
  for (const { step, instance, changed } of trace) {
    const state = states.at(-1) ?? from;
    const wanted = keyOf({ ...state, ...changed });
    const next = successorsOf(machine, state).find(
      (one) => one.step === step && one.instance === instance && keyOf(one.state) === wanted,
    );
    if (next === undefined) throw new Error(`${step}(${instance}) does not do ${JSON.stringify(changed)}`);
    states.push(next.state);
  }
  return states;
}
