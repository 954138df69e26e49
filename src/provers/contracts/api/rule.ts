import type { Severity } from '../../../findings/finding.ts';
import type { ApiView } from './view.ts';

/** A place that a rule speaks of. */
export interface Hit {
  /** JSON pointer of what is wrong. */
  readonly pointer: string;
  /** What people call it: an operation, a schema, a property. */
  readonly label: string;
}

/** A rule on an OpenAPI document. Hits are told together: one finding for each schema, one for all operations. */
export interface ApiRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly why: string;
  readonly next: string;
  readonly standards: readonly string[];
  readonly check: (api: ApiView) => readonly Hit[];
}

/** What is known of a rule without a document. */
export type ApiRuleInfo = Pick<ApiRule, 'id' | 'summary' | 'severity' | 'standards'>;
