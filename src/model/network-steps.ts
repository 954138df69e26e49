import type { CallPolicy, Network, NetworkOperation, Step } from './network.ts';

/** Every step of the network, nested ones included: of sources and of operations, `after` included. */
export const everyStep = (network: Network): readonly Step[] => [
  ...network.sources.flatMap(({ steps }) => withNested(steps)),
  ...network.operations.flatMap(({ steps, after }) => withNested([...steps, ...after])),
];

/** These steps and all inside them, each before what is inside it. */
export const withNested = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) => [step, ...withNested(nestedIn(step))]);

function nestedIn(step: Step): readonly Step[] {
  switch (step.kind) {
    case 'work':
    case 'call':
    case 'mix':
      return [];
    case 'hold':
    case 'cached':
      return step.steps;
    case 'choose':
      return step.branches.flatMap(({ steps }) => steps);
    case 'fork':
      return step.branches.flat();
  }
}

/** One call of an operation, as a step makes it. */
export interface CallInStep {
  readonly operation: string;
  readonly policy?: CallPolicy;
}

/** Calls that these steps make, nested ones included; what the operations call in turn is left out. */
export const callsIn = (steps: readonly Step[]): readonly CallInStep[] =>
  withNested(steps).flatMap((step): readonly CallInStep[] => {
    if (step.kind === 'call') return [step];
    return step.kind === 'mix' ? step.calls : [];
  });

/** What callers do about failure, of all calls that do anything. */
export const policiesOf = (network: Network): readonly CallPolicy[] =>
  [
    ...network.sources.flatMap(({ steps }) => callsIn(steps)),
    ...network.operations.flatMap(({ steps, after }) => callsIn([...steps, ...after])),
  ].flatMap(({ policy }) => policy ?? []);

/** Operations that call each other until they come back to where they began: `way` ends as it begins. */
export function circlesOf(
  operations: readonly NetworkOperation[],
): readonly { readonly from: string; readonly way: readonly string[] }[] {
  const calls = new Map(
    operations.map(({ id, steps, after }) => [
      id,
      callsIn([...steps, ...after]).map(({ operation }) => operation),
    ]),
  );
  const done = new Set<string>();
  const circle = (id: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(id)) return [...way.slice(way.indexOf(id)), id];
    if (done.has(id)) return undefined;
    done.add(id);
    for (const next of calls.get(id) ?? []) {
      const found = circle(next, [...way, id]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return operations.flatMap(({ id }) => {
    const way = circle(id, []);
    return way === undefined ? [] : [{ from: id, way }];
  });
}
