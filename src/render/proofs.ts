import type { Claim, Outcome } from '../findings/claim.ts';

/** Claims with what came of them; documents name claims by id and show the verdict from here. */
export interface ProofBook {
  readonly claims: readonly Claim[];
  readonly outcomes: readonly Outcome[];
}

export type Standing = 'proved' | 'refuted' | 'undecided' | 'judgement' | 'not settled';

/** How a claim stands in one word. A claim without an oracle is judgement, whatever else is known of it. */
export function standing(claim: Claim | undefined, outcome: Outcome | undefined): Standing {
  if (claim?.oracle === 'judgement') return 'judgement';
  return outcome?.verdict.kind ?? 'not settled';
}

/** Why a claim is not simply proved, or nothing when it is. */
export function standingReason(outcome: Outcome | undefined): string {
  switch (outcome?.verdict.kind) {
    case 'refuted':
      return outcome.verdict.counterexample;
    case 'undecided':
      return outcome.verdict.reason;
    case 'proved':
    case undefined:
      return '';
  }
}

export interface ProofCounts {
  readonly total: number;
  readonly proved: number;
  readonly refuted: number;
  readonly undecided: number;
  readonly judgement: number;
  readonly notSettled: number;
}

export function countProofs(book: ProofBook): ProofCounts {
  const outcomes = new Map(book.outcomes.map((outcome) => [outcome.claim, outcome]));
  const standings = book.claims.map((claim) => standing(claim, outcomes.get(claim.id)));
  const count = (wanted: Standing): number => standings.filter((each) => each === wanted).length;
  return {
    total: standings.length,
    proved: count('proved'),
    refuted: count('refuted'),
    undecided: count('undecided'),
    judgement: count('judgement'),
    notSettled: count('not settled'),
  };
}
