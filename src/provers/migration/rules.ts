import type { Severity } from '../../findings/finding.ts';
import { ownRuleList } from './judge/own-rules.ts';
import { lintRules } from './lint/all.ts';
import { unusedIgnore } from './lint/lint.ts';

/** What is known of a rule without a migration. */
export interface MigrationRule {
  readonly id: string;
  readonly summary: string;
  /** When nothing was run. */
  readonly severity: Severity;
  readonly standards: readonly string[];
}

/** Every rule, for `--include`, SARIF and the documentation. */
export const migrationRules: readonly MigrationRule[] = [
  ...[...lintRules, unusedIgnore].map(({ id, summary, severity, standards }) => ({
    id,
    summary,
    severity,
    standards: [`squawk/${id}`, ...standards],
  })),
  ...ownRuleList.map(({ id, summary, standards }) => ({
    id,
    summary,
    severity: 'warning' as const,
    standards,
  })),
];
