/** Something to do, with what it brings and costs. Built from findings or from a design decision. */
export interface Recommendation {
  /** Stable: the names of the findings or the decision it answers decide it. */
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly how: string;
  readonly concern: 'architecture' | 'data' | 'api' | 'trust' | 'processes' | 'load' | 'requirements';
  /** 1 = cosmetic … 5 = prevents an outage, a loss or a breach. */
  readonly impact: 1 | 2 | 3 | 4 | 5;
  /** Person-days, an estimate with its range. */
  readonly effort: { readonly low: number; readonly high: number };
  readonly risk: 'low' | 'medium' | 'high';
  readonly horizon: 'quick-win' | 'foundation' | 'strategic';
  /** It answers a finding that blocks. */
  readonly blocks?: true;
  /** Names of findings (`rule@subject`) or ids of decisions. */
  readonly answers: readonly string[];
  /** Ids of what it touches elsewhere: tables, endpoints, containers, flows. */
  readonly touches: readonly string[];
  readonly dependsOn: readonly string[];
  readonly rollback: string;
  /** Claim ids that back it; empty = judgement, and shown as such. */
  readonly claims: readonly string[];
}

/** Order: what answers a finding that blocks stands before everything else. */
export const blocksFirst = (a: Recommendation, b: Recommendation): number =>
  Number(b.blocks ?? false) - Number(a.blocks ?? false);
