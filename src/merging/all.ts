import { counter, growingCounter, overwrittenNumber } from './counters.ts';
import { everyHistory } from './every-history.ts';
import type { HistoriesTold } from './every-history.ts';
import type { Merging } from './merging.ts';
import { fieldByField, lastWriteWins, versionVector } from './registers.ts';
import { growingSet, observedRemoveSet, twoPhaseSet } from './sets.ts';

export interface NamedMerge {
  readonly id: string;
  readonly name: string;
  /** Whether it may lose a write that nobody had seen when it was overwritten. */
  readonly loses: boolean;
  readonly check: () => HistoriesTold;
}

const named = <State, Operation>(merging: Merging<State, Operation>, loses: boolean): NamedMerge => ({
  id: merging.id,
  name: merging.name,
  loses,
  check: () => everyHistory(merging),
});

/** Merges a design can choose from, the simplest first. */
export const allMerges: readonly NamedMerge[] = [
  named(lastWriteWins, true),
  named(overwrittenNumber, true),
  named(fieldByField, true),
  named(versionVector, false),
  named(growingCounter, false),
  named(counter, false),
  named(growingSet, false),
  named(twoPhaseSet, true),
  named(observedRemoveSet, false),
];
