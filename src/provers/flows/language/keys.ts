import type { Key, Process, Step } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Problems } from './problem.ts';
import type { Shape } from './shape.ts';

/** What is declared of keys; each must be one that some step sends or records. */
export function readKeys(shape: Shape, processes: readonly Process[], problems: Problems): readonly Key[] {
  const used = new Set(processes.flatMap(({ steps }) => steps).flatMap(keysIn));
  return Object.entries(shape.keys).map(([name, { shared, for: scope }]): Key => {
    if (!used.has(name))
      problems.tell(
        ['keys', name],
        `no step has the key ${name}`,
        `Keys of steps are ${choices([...used].map((key) => JSON.stringify(key)))}.`,
      );
    return { name, shared, forAll: scope === 'participant' };
  });
}

/** Keys a step, or its compensation, sends or records. */
export function keysIn(step: Step): readonly string[] {
  const own = step.kind === 'call' ? step.key : step.kind === 'transaction' ? step.recordedKey : undefined;
  return [...(own === undefined ? [] : [own]), ...(step.undo === undefined ? [] : keysIn(step.undo))];
}
