import type { Severity } from '../../findings/finding.ts';

export type Area = 'api' | 'gate' | 'finding' | 'claim' | 'objective' | 'cost';

/** Something that is not as it was. `changed`: neither better nor worse can be said. */
export interface Difference {
  readonly kind: 'breaking' | 'worse' | 'better' | 'changed';
  readonly area: Area;
  /** For what is breaking or worse: how bad. */
  readonly severity?: Severity;
  /** The id of an API change, the name of a finding or claim. */
  readonly subject: string;
  readonly what: string;
  readonly who?: string;
  readonly instead?: string;
}

export const kinds = ['breaking', 'worse', 'changed', 'better'] as const;
