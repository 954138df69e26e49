import type { Contradiction, Objective, Pin, Question, Unread } from './brief.ts';
import type { Origin, Quantity, Sourced } from './origin.ts';

/** One thing that was asked for. `answeredBy` is filled from the deliverables that name it. */
export interface Requirement {
  readonly id: string;
  readonly kind:
    | 'capability'
    | 'objective'
    | 'constraint'
    | 'policy'
    | 'integration'
    | 'compliance'
    | 'scope';
  readonly text: string;
  readonly origin: Origin;
}

/** A value nobody gave. The register lists all of them, with what changes when it is wrong. */
export interface Assumption {
  readonly id: string;
  readonly subject: string;
  readonly value: string;
  readonly because: string;
  readonly affects: readonly string[];
  readonly origin: Origin;
}

export interface Requirements {
  readonly items: readonly Requirement[];
  readonly objectives: readonly Objective[];
  readonly must: Readonly<Record<string, Sourced<string>>>;
  readonly avoid: readonly Sourced<string>[];
  readonly teamSize?: Quantity;
  readonly oncall?: Sourced<boolean>;
  readonly budget?: Quantity;
  readonly deadline?: Sourced<string>;
  readonly residency?: Sourced<string>;
  readonly compliance: readonly Sourced<string>[];
  readonly pins: readonly Pin[];
  readonly assumptions: readonly Assumption[];
  readonly questions: readonly Question[];
  readonly contradictions: readonly Contradiction[];
  readonly unread: readonly Unread[];
}
