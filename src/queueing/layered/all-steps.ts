import type { CallPolicy, Network, Step } from '../../model/network.ts';

/** All steps of all sources and operations, those inside others too. */
export function allSteps({ sources, operations }: Network): readonly Step[] {
  const all: Step[] = [];
  const add = (steps: readonly Step[]): void => {
    for (const step of steps) {
      all.push(step);
      if (step.kind === 'hold' || step.kind === 'cached') add(step.steps);
      if (step.kind === 'choose') for (const branch of step.branches) add(branch.steps);
      if (step.kind === 'fork') for (const branch of step.branches) add(branch);
    }
  };
  for (const { steps } of sources) add(steps);
  for (const { steps, after } of operations) {
    add(steps);
    add(after);
  }
  return all;
}

export const policiesOf = (network: Network): readonly CallPolicy[] =>
  allSteps(network)
    .flatMap((step) =>
      step.kind === 'call'
        ? [step.policy]
        : step.kind === 'mix'
          ? step.calls.map(({ policy }) => policy)
          : [],
    )
    .filter((policy) => policy !== undefined);
