import type { Json } from '../model/origin.ts';
import { compareText } from '../model/text.ts';

/**
 * `breaking`: somebody who keeps to the old document fails with the new one. `dangerous`: it depends on what clients do,
 * or cannot be decided from the documents. `compatible`: nobody who keeps to the old document notices.
 */
export type ChangeSeverity = 'breaking' | 'dangerous' | 'compatible';

export interface Change {
  /** Stable id of the check; docs/api-changes.md lists them. */
  readonly id: string;
  readonly severity: ChangeSeverity;
  /** JSON pointer into the old document; where nothing was, the place that holds it now is new only. */
  readonly old?: string;
  readonly new?: string;
  /** Operations concerned: `GET /orders`, `send order.placed`; empty for what concerns the whole document. */
  readonly where: readonly string[];
  readonly what: string;
  /** Who breaks and why. */
  readonly who: string;
  readonly instead: string;
}

export interface Comparison {
  readonly changes: readonly Change[];
  /** What was not compared, by name. */
  readonly incomplete: readonly string[];
}

/** What a check means, without documents. */
export interface Check {
  readonly id: string;
  readonly meaning: string;
  /** `varies`: the same difference breaks or not, by what else the type says. */
  readonly severity: ChangeSeverity | 'varies';
  readonly who: string;
  readonly instead: string;
  /** The rule of a specification or guideline it rests on. */
  readonly standard: string;
}

const order: Readonly<Record<ChangeSeverity, number>> = { breaking: 0, dangerous: 1, compatible: 2 };

/** The same change of a shared part is told once, with every operation that meets it; worst first. */
export function gatherChanges(changes: readonly Change[]): readonly Change[] {
  const gathered = new Map<string, Change>();
  for (const change of changes) {
    const key = JSON.stringify([change.id, change.old, change.new, change.what] satisfies readonly (
      | Json
      | undefined
    )[]);
    const known = gathered.get(key);
    gathered.set(
      key,
      known === undefined ? change : { ...known, where: [...new Set([...known.where, ...change.where])] },
    );
  }
  return [...gathered.values()].toSorted(
    (a, b) =>
      order[a.severity] - order[b.severity] ||
      compareText(a.id, b.id) ||
      compareText(a.new ?? a.old ?? '', b.new ?? b.old ?? '') ||
      compareText(a.what, b.what),
  );
}
