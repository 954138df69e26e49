import type { Confidence, Severity } from '../../../findings/finding.ts';

/** What is wrong with one place of a migration, before it becomes a finding. */
export interface Issue {
  readonly rule: string;
  readonly statement: number;
  /** Offset in the text. */
  readonly at: number;
  readonly subject: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly standards: readonly string[];
  /** Running the statement showed it. */
  readonly executed: boolean;
}
