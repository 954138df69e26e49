import type { Kernel } from './generate.ts';

export interface Explored {
  /** `broken`: an invariant does not hold in `state`; `stuck`: no step but faults, and not where it may end. */
  readonly kind: 'complete' | 'full' | 'broken' | 'stuck';
  /** Index of the state at fault, else -1. */
  readonly state: number;
  /** Steps from the start to the state farthest from it. */
  readonly depth: number;
}

/** Adds the successors of a state; whether a step that is no fault can be taken there. */
export type Expand = (index: number) => boolean;

/**
 * Breadth first from the start, so that the first state found at fault is as near to the start as any.
 * `visited` is told of each state after its successors are known.
 */
export function explore(
  kernel: Kernel,
  expand: Expand,
  visited: (index: number) => void = () => {},
): Explored {
  kernel.begin();
  let depth = 0;
  let levelEnd = kernel.states();
  if (kernel.isStopped()) return stopped(kernel, depth);
  for (let index = 0; index < kernel.states(); index += 1) {
    if (index === levelEnd) {
      depth += 1;
      levelEnd = kernel.states();
    }
    const moved = expand(index);
    if (kernel.isStopped()) return stopped(kernel, depth);
    if (!moved && !kernel.endsHold(index)) return { kind: 'stuck', state: index, depth };
    visited(index);
  }
  return { kind: 'complete', state: -1, depth };
}

function stopped(kernel: Kernel, depth: number): Explored {
  const { broken } = kernel.counts();
  return broken >= 0 ? { kind: 'broken', state: broken, depth } : { kind: 'full', state: -1, depth };
}
