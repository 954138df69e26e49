import { seenAt } from '../places.ts';
import type { Rule } from '../rule.ts';
import { isOfPlatform } from './api-platform.ts';
import { tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { hasPolicies, isGuarded } from './policies.ts';

export const policyWithoutRowSecurity: Rule = {
  id: 'policy-without-row-security',
  summary: 'A table has row policies, and row security is not on.',
  severity: 'warning',
  standards: ['splinter/0007', 'CWE-862', 'ASVS-5.0-8.2.2'],
  remedy: {
    title: 'Turn row security on',
    impact: 5,
    effort: { low: 0.1, high: 0.3 },
    risk: 'medium',
    rollback: 'alter table … disable row level security',
  },
  check: ({ data }) =>
    data.tables
      .filter((table) => hasPolicies(table) && !isGuarded(table) && !isOfPlatform(table))
      .map((table) => {
        const policies = table.rowSecurity?.policies ?? [];
        return {
          subject: tableSubject(table),
          confidence: 'certain',
          what: `${table.name} has ${policies.length === 1 ? 'the policy' : 'the policies'} ${policies.map(({ name }) => name).join(', ')}, but row security is not enabled.`,
          why: 'Policies have no effect until it is: every role with rights on the table sees every row, and the policy lets a reader believe otherwise.',
          next: `alter table ${tableName('postgresql', table)} enable row level security;`,
          evidence: seenAt(policies),
        };
      }),
};
