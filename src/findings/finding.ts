import type { Origin, Quantity } from '../model/origin.ts';
import { compareText } from '../model/text.ts';
import type { Vulnerability } from './vulnerability.ts';

export type Severity = 'blocker' | 'warning' | 'advice';

/** `certain`: read or executed; `likely`: inferred from facts that usually settle it; `possible`: worth a look. */
export type Confidence = 'certain' | 'likely' | 'possible';

export type Evidence =
  /** With `what` it is a place on a way, told in order behind the end of the way. */
  | { readonly kind: 'read'; readonly origin: Origin; readonly what?: string }
  | { readonly kind: 'measured'; readonly what: string; readonly value: Quantity }
  | { readonly kind: 'executed'; readonly claim: string }
  | { readonly kind: 'computed'; readonly words: string };

/** A fault of a backend. Its name is `rule@subject`: stable across runs, never a line number. */
export interface Finding {
  readonly rule: string;
  readonly subject: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly what: string;
  readonly why: string;
  /** The next step, concrete enough to be carried out: a statement, a setting, a place to edit. */
  readonly next: string;
  readonly standards: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Where somebody can do harm with it from outside; absent for weaknesses that need another one first. */
  readonly vulnerability?: Vulnerability;
}

export const findingName = (finding: Pick<Finding, 'rule' | 'subject'>): string =>
  `${finding.rule}@${finding.subject}`;

const order: Record<Severity, number> = { blocker: 0, warning: 1, advice: 2 };

/** Worst first, then by name, so that equal input gives equal bytes. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings
    .map((finding) => ({ finding, at: order[finding.severity], name: findingName(finding) }))
    .sort((a, b) => a.at - b.at || compareText(a.name, b.name))
    .map(({ finding }) => finding);
}

export { compareText };

export const atLeast = (severity: Severity, floor: Severity): boolean => order[severity] <= order[floor];
