import type { Json } from '../model/origin.ts';

/** Who settles a claim. `judgement` means no oracle: it is labelled so and its share is printed. */
export type Oracle =
  | 'postgresql'
  | 'postgresql-planner'
  | 'closed-form'
  | 'simulation'
  | 'enumeration'
  | 'validator'
  | 'judgement';

/**
 * A sentence that a prover can settle. `inputs` are paths of files in the package: what is proved is what the
 * reader takes away, not a private copy.
 */
export interface Claim {
  /** Stable: `<prover>/<name>`, e.g. `ddl/schema-executes`, `plan/browse`. */
  readonly id: string;
  readonly prover: string;
  readonly subject: string;
  readonly statement: string;
  readonly oracle: Oracle;
  readonly inputs: readonly string[];
  readonly parameters: Readonly<Record<string, Json>>;
}

export type Verdict =
  | { readonly kind: 'proved' }
  | { readonly kind: 'refuted'; readonly counterexample: string }
  | { readonly kind: 'undecided'; readonly reason: string };

/** What a prover says of one claim. `measurements` never hold wall time: the bytes must not depend on the machine. */
export interface Outcome {
  readonly claim: string;
  readonly verdict: Verdict;
  readonly engine: { readonly name: string; readonly version: string };
  readonly measurements: Readonly<Record<string, Json>>;
  /** What the verdict does not cover. */
  readonly incomplete: readonly string[];
}

/** A claim with its outcome, bound to the bytes it was settled on. `seal` is the sha256 of everything else, as canonical JSON. */
export interface Receipt {
  readonly claim: Claim;
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly seed: number;
  readonly outcome: Outcome;
  /** What a person types to settle it again. */
  readonly command: string;
  readonly seal: string;
}
