import type { Broken } from './probe.ts';

/** What fails of either version of the application in one state of the way: before the first step, or after a step. */
export interface Both {
  readonly old: readonly Broken[];
  readonly new: readonly Broken[];
}

/** When the new version may go out and the old one must be gone, counted in steps that are done; 0 is before the first. */
export interface Rollout {
  /** From here on every statement of the new version runs. */
  readonly deployFrom: number;
  /** Up to here every statement of the old version runs; absent where none ever fails. */
  readonly oldUntil?: number;
}

/** Undefined when there is no state in which both versions run, so that no rollout goes without failures. */
export function rolloutOf(states: readonly Both[]): Rollout | undefined {
  const lastBad = states.findLastIndex((state) => state.new.length > 0);
  const firstBroken = states.findIndex((state) => state.old.length > 0);
  const deployFrom = lastBad + 1;
  if (deployFrom >= states.length) return undefined;
  if (firstBroken === -1) return { deployFrom };
  return firstBroken - 1 >= deployFrom ? { deployFrom, oldUntil: firstBroken - 1 } : undefined;
}

/** For people: what to do between the steps. */
export function rolloutWords({ deployFrom, oldUntil }: Rollout): string {
  const when = deployFrom === 0 ? 'before step 1' : `after step ${deployFrom}`;
  if (oldUntil === undefined) return `both versions run in every state; the new one may go out ${when}`;
  return `deploy the new version ${when}; the old one must be gone before step ${oldUntil + 1}`;
}
