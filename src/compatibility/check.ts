import type { Change, ChangeSeverity, Check } from './change.ts';

type Words = Omit<Check, 'id' | 'severity'>;

/** A check whose severity does not depend on anything else. */
export interface FixedCheck extends Check {
  readonly severity: ChangeSeverity;
}

export type CheckTable = Readonly<Record<string, FixedCheck>>;

const make =
  (severity: ChangeSeverity) =>
  <const Id extends string>(id: Id, words: Words): FixedCheck & { readonly id: Id } => ({
    id,
    severity,
    ...words,
  });

export const breaking = make('breaking');
export const dangerous = make('dangerous');
export const compatible = make('compatible');

/** Nobody breaks: only the meaning has to be said. */
export const harmless = <const Id extends string>(id: Id, meaning: string, standard: string) =>
  compatible(id, {
    meaning,
    who: 'Nobody who keeps to the old document.',
    instead: 'Nothing.',
    standard,
  });

export interface Places {
  readonly old?: string | undefined;
  readonly new?: string | undefined;
  readonly where: readonly string[];
}

export const changed = (check: FixedCheck, what: string, { old, new: next, where }: Places): Change => ({
  id: check.id,
  severity: check.severity,
  ...(old !== undefined && { old }),
  ...(next !== undefined && { new: next }),
  where,
  what,
  who: check.who,
  instead: check.instead,
});
