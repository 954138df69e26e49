import { asvsRequirements } from './requirements.ts';
import type { Requirement } from './requirement.ts';
import { verdictKinds, verdictOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import type { Basis } from '../../deliverable.ts';

export interface Judged {
  readonly requirement: Requirement;
  readonly verdict: Verdict;
}

/** Every requirement of the standard with its verdict, in the order of the standard. */
export const judge = (basis: Basis): readonly Judged[] =>
  asvsRequirements.map((requirement) => ({ requirement, verdict: verdictOf(basis, requirement) }));

/** How many of each verdict. */
export const tally = (verdicts: readonly Verdict[]): Readonly<Record<Verdict['kind'], number>> => {
  const count = (kind: Verdict['kind']): number => verdicts.filter((verdict) => verdict.kind === kind).length;
  return {
    violated: count('violated'),
    met: count('met'),
    'not-applicable': count('not-applicable'),
    undecided: count('undecided'),
  };
};

/** Requirements of one chapter. */
export const ofChapter = (judged: readonly Judged[], chapter: number): readonly Judged[] =>
  judged.filter(({ requirement }) => requirement.id.startsWith(`${chapter}.`));

/** Numbers of a tally in the order of its columns. */
export const numbersOf = (verdicts: readonly Verdict[]): readonly string[] => {
  const counts = tally(verdicts);
  return verdictKinds.map((kind) => String(counts[kind]));
};
