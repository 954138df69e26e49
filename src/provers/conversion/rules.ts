import type { Severity } from '../../findings/finding.ts';

interface ConversionRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly standards: readonly string[];
}

const rule = (id: string, severity: Severity, summary: string): ConversionRule => ({
  id: `conversion/${id}`,
  summary,
  severity,
  standards: [],
});

export const rules = {
  unread: rule('unread', 'warning', 'a part of the dump that is not read'),
  quarantined: rule('quarantined', 'warning', 'rows that the target refuses: they stay in quarantine'),
  repaired: rule(
    'repaired',
    'warning',
    'values that the target refuses: they are changed by a stated repair',
  ),
  told: rule('told', 'advice', 'values that look wrong and are taken over as they are'),
  difference: rule('difference', 'advice', 'something that means another thing on PostgreSQL'),
} as const;

export const conversionRules: readonly ConversionRule[] = Object.values(rules);
