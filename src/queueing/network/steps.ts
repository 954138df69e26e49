import type { Network, Step } from '../../model/network.ts';

/** Every step of the network, nested ones included: of sources and of operations, `after` included. */
export const everyStep = (network: Network): readonly Step[] => [
  ...network.sources.flatMap(({ steps }) => steps.flatMap(withNested)),
  ...network.operations.flatMap(({ steps, after }) => [...steps, ...after].flatMap(withNested)),
];

const withNested = (step: Step): readonly Step[] => [step, ...nestedIn(step).flatMap(withNested)];

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

/** Operations called by these steps, nested ones included. */
export const calledBy = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(withNested).flatMap((step) => {
    if (step.kind === 'call') return [step.operation];
    if (step.kind === 'mix') return step.calls.map(({ operation }) => operation);
    return [];
  });
