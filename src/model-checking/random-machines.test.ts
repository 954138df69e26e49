import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyMachine } from '../testing/random-machine.ts';
import {
  failsEventually,
  followed,
  keyOf,
  nearestFaults,
  type PlainGraph,
  plainGraph,
} from '../testing/reference-checker.ts';
import { actionsOf } from './actions.ts';
import { checkMachine } from './check.ts';
import { explore } from './explore.ts';
import { type Kernel, kernelOf } from './generate.ts';
import { hasInterchangeableInstances } from './interchangeable.ts';
import { evaluate, holdsIn, type PlainState, startOf, successorsOf } from './interpret.ts';
import { layoutOf, readState } from './layout.ts';
import type { Checked, Machine, Variable } from './machine.ts';
import { instancesOf } from './actions.ts';
import { type Canonical, canonicalOf, noSymmetry, swapInstances } from './symmetry.ts';

const mostStates = 1500;
/** The same machines in every run; other ones, and more, for a machine that has the time. */
const runs = { numRuns: Number(process.env['RUNS'] ?? 300), seed: Number(process.env['SEED'] ?? 1) };

const withoutProperties = (machine: Machine): Machine => {
  const { ends: _, ...rest } = machine;
  return { ...rest, invariants: [], eventually: [] };
};

const searched = (machine: Machine, canonical: Canonical): Kernel => {
  const options = { mostStates: mostStates * 2, canonical, recordsEdges: true, watched: [] };
  const kernel = kernelOf(machine, layoutOf(machine), actionsOf(machine), options);
  explore(kernel, kernel.expand);
  return kernel;
};

const packed = (kernel: Kernel): readonly Int32Array[] => {
  const { words, states } = kernel.store();
  return Array.from({ length: kernel.counts().states }, (_, at) =>
    states.slice(at * words, (at + 1) * words),
  );
};

const smallMachine = anyMachine.map((machine) => ({ machine, graph: plainGraph(machine, mostStates) }));

/** Machines whose whole graph the interpreter knows. */
const forSmall = (holds: (machine: Machine, graph: PlainGraph) => void): void =>
  fc.assert(
    fc.property(smallMachine, ({ machine, graph }) => {
      if (graph !== undefined) holds(machine, graph);
    }),
    runs,
  );

test('generated code and the interpreter find the same states by as many transitions', () => {
  forSmall((machine, graph) => {
    const layout = layoutOf(machine);
    const kernel = searched(withoutProperties(machine), noSymmetry);
    const found = packed(kernel).map((state) => keyOf(readState(layout, state)));
    expect(found).toEqual(graph.states.map(keyOf));
    expect(kernel.counts().transitions).toBe(graph.edges.flat().length);
  });
});

/** Values beyond a range are left out and told, and not clamped. */
const telling = (machine: Machine): Machine => {
  const strict = (variable: Variable): Variable =>
    variable.isInstance ? variable : { ...variable, tellsOverflow: true };
  return { ...machine, local: machine.local.map(strict), global: machine.global.map(strict) };
};

test('both leave out the same steps that would leave a range, and the search tells of one', () => {
  let told = 0;
  forSmall((machine) => {
    const strict = telling(withoutProperties(machine));
    const graph = plainGraph(strict, mostStates);
    if (graph === undefined) return;
    const layout = layoutOf(strict);
    const kernel = searched(strict, noSymmetry);
    expect(packed(kernel).map((state) => keyOf(readState(layout, state)))).toEqual(graph.states.map(keyOf));
    expect(kernel.counts().transitions).toBe(graph.edges.flat().length);
    const whole = { mostStates: mostStates * 2, symmetry: false, partialOrder: false };
    const isLeft = kernel.overflow().state >= 0;
    expect(checkMachine(strict, whole).kind).toBe(isLeft ? 'out-of-range' : 'holds');
    told += isLeft ? 1 : 0;
  });
  expect(told).toBeGreaterThan(10);
});

test('goals that some state meets are reached, and no other', () => {
  let missed = 0;
  forSmall((machine, graph) => {
    const goals = machine.invariants.map((each) => ({ ...each, id: `goal ${each.id}` }));
    const found = checkMachine(
      { ...withoutProperties(machine), goals },
      { mostStates: mostStates * 2, symmetry: false, partialOrder: false },
    );
    if (found.kind !== 'holds') throw new Error(found.kind);
    const expected = goals.filter(({ each, holds }) =>
      graph.states.every((state) =>
        instancesOf(machine, each).every((instance) => evaluate(machine, state, holds, instance) === 0),
      ),
    );
    expect(found.unreached).toEqual(expected);
    missed += expected.length;
  });
  expect(missed).toBeGreaterThan(10);
});

test('one state of each set of renamings is searched, and no other', () => {
  let reduced = 0;
  forSmall((machine, graph) => {
    if (!hasInterchangeableInstances(machine)) return;
    const layout = layoutOf(machine);
    const canonical = canonicalOf(layout);
    const whole = packed(searched(withoutProperties(machine), noSymmetry));
    const representatives = new Set(
      whole.map((state) => {
        const representative = state.slice();
        canonical.of(representative);
        const renamed = state.slice();
        swapInstances(layout, renamed, 1, machine.instances);
        canonical.of(renamed);
        expect(renamed).toEqual(representative);
        return representative.join();
      }),
    );
    const few = packed(searched(withoutProperties(machine), canonical)).map((state) => state.join());
    expect(few.toSorted()).toEqual([...representatives].toSorted());
    if (few.length < graph.states.length) reduced += 1;
  });
  expect(reduced).toBeGreaterThan(runs.numRuns / 20);
});

const variants = [false, true].flatMap((symmetry) =>
  [false, true].map((partialOrder) => ({ mostStates: mostStates * 2, symmetry, partialOrder })),
);

test('symmetry and partial order change no verdict, and a violation is as near as the interpreter finds it', () => {
  const kinds = new Set<string>();
  forSmall((machine, graph) => {
    const { broken, stuck } = nearestFaults(machine, graph);
    const isSafe = Math.min(broken, stuck) === Number.POSITIVE_INFINITY;
    const isLive = !failsEventually(machine, graph);
    for (const search of variants) {
      const checked = checkMachine(machine, search);
      if (isSafe && isLive) expect(checked.kind).toBe('holds');
      else if (checked.kind !== 'violated') expect(checked).toMatchObject({ kind: 'violated' });
      else if (checked.loop !== undefined) {
        expect(isSafe).toBe(true);
        expectFairLoop(machine, checked);
      } else {
        expect(checked.trace.length).toBe(checked.property === 'ends' ? stuck : broken);
        expectFault(machine, checked);
      }
      kinds.add(checked.kind === 'violated' ? checked.property : checked.kind);
    }
  });
  expect([...kinds].toSorted()).toEqual(['ends', 'holds', 'live', 'safe']);
});

type Violated = Extract<Checked, { readonly kind: 'violated' }>;

const isStuck = (machine: Machine, state: PlainState): boolean =>
  successorsOf(machine, state).every(({ step }) =>
    machine.steps.some(({ id, isFault }) => id === step && isFault),
  );

/** The told way ends in a state where the told property does not hold. */
function expectFault(machine: Machine, { property, trace }: Violated): void {
  const last = followed(machine, startOf(machine), trace).at(-1) ?? startOf(machine);
  const broken = machine.invariants.find(({ id }) => id === property) ?? machine.ends;
  expect(broken && holdsIn(machine, last, broken)).toBe(false);
  if (property === 'ends') expect(isStuck(machine, last)).toBe(true);
}

/** The told loop comes back to where it starts, never meets the condition, and owes nothing to a fair step. */
function expectFairLoop(machine: Machine, { property, trace, loop = [] }: Violated): void {
  const entry = followed(machine, startOf(machine), trace).at(-1) ?? startOf(machine);
  const round = followed(machine, entry, loop);
  expect(round.at(-1)).toEqual(entry);
  const condition = machine.eventually.find(({ id }) => id === property);
  expect(
    condition &&
      instancesOf(machine, condition.each).some((instance) =>
        round.every((state) => evaluate(machine, state, condition.holds, instance) === 0),
      ),
  ).toBe(true);
  for (const { id, each, isFault } of machine.steps)
    for (const instance of isFault ? [] : instancesOf(machine, each)) {
      const isTaken = loop.some((step) => step.step === id && step.instance === instance);
      const isImpossible = round.some((state) =>
        successorsOf(machine, state).every((next) => next.step !== id || next.instance !== instance),
      );
      expect(isTaken || isImpossible).toBe(true);
    }
}
