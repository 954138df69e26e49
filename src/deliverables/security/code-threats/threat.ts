import type { Condition } from '../asvs/conditions.ts';
import type { Proof } from '../asvs/proofs.ts';
import type { Shown } from '../asvs/shown.ts';
import type { Element, Stride } from '../data-flow.ts';
import type { Basis } from '../../deliverable.ts';
import type { Finding } from '../../../findings/finding.ts';

/** One way of being attacked that code can tell something of: a line of the catalogue. */
export interface CodeThreat {
  readonly id: string;
  readonly stride: Stride;
  readonly title: string;
  readonly cwe: string;
  /** Damage, 1 to 3, where nothing better is known; knowledge, not measured. */
  readonly impact: 1 | 2 | 3;
  /** Which elements of the data flow it can hit. */
  readonly hits: (element: Element, basis: Basis) => boolean;
  /** It cannot occur where this is absent from the backend. */
  readonly unless?: Condition;
  /** Rules whose findings show that it is open. */
  readonly violatedBy: readonly string[];
  /** Findings that belong to one element only; all do where this is not said. */
  readonly isAt?: (finding: Finding, element: Element) => boolean;
  /** What has to be shown for the threat to count as mitigated: all of it. */
  readonly mitigatedBy?: readonly (Proof | Fact)[];
  /** The question that is left where nothing was shown. */
  readonly question: string;
}

/** A fact of one element that shows that a threat is held off. */
export type Fact = (element: Element, basis: Basis) => Shown | undefined;

/** What is known of one threat on one element; exactly one of the four. */
export type Standing =
  | { readonly kind: 'violated'; readonly findings: readonly Finding[] }
  | { readonly kind: 'mitigated'; readonly evidence: readonly Shown[] }
  | { readonly kind: 'not-applicable'; readonly reason: string }
  | { readonly kind: 'open'; readonly question: string; readonly seen: readonly Shown[] };

/** A threat on an element with what is known of it. Ratings run from 1 to 9: likelihood × impact, each 1 to 3. */
export interface DecidedThreat {
  readonly threat: CodeThreat;
  readonly element: Element;
  readonly standing: Standing;
  /** Before any treatment. */
  readonly rating: number;
  /** With the treatment in place: what was shown, or what mends the findings. Absent where a question is open. */
  readonly residual?: number;
}
