import type { Expression } from '../../../model-checking/machine.ts';
import type { Process } from '../language/flow-spec.ts';
import type { Draft } from './draft.ts';
import { equals } from './terms.ts';
import type { TriggerOf } from './trigger.ts';

/** One worker of a process while its steps are built. */
export interface Run {
  readonly draft: Draft;
  readonly process: Process;
  readonly worker: number;
  readonly trigger: TriggerOf;
  /** Where a worker can stand; the first is idle. */
  readonly places: readonly Place[];
  /** Name of the variable that says where it stands. */
  readonly at: string;
  /** What names mean in its conditions beside records. */
  readonly own: ReadonlyMap<string, Expression>;
}

export interface Place {
  readonly id: string;
  /** `before it charges the card`: what a crash there interrupts. */
  readonly words: string;
  /** It waits for an answer from outside. */
  readonly isCalling: boolean;
}

export const idle = 'idle';
export const finish = 'finish';
/** Entry into the first step. */
export const start = 'start';

export const of = ({ process }: Pick<Run, 'process'>): 'each' | 'all' => (process.once ? 'all' : 'each');

export const placeNumber = ({ places, process }: Run, id: string): number => {
  const found = places.findIndex((place) => place.id === id);
  if (found < 0) throw new Error(`no place ${id} in ${process.name}`);
  return found;
};

export const hasPlace = ({ places }: Run, id: string): boolean => places.some((place) => place.id === id);

export const isAt = (run: Run, id: string): Expression => equals(run.at, placeNumber(run, id));
