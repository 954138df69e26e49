import type { Rule } from '../rule.ts';
import { expressionsOf, policiesOf, policySubject } from './policies.ts';

export const policyTrustsUserMetadata: Rule = {
  id: 'policy-trusts-user-metadata',
  summary: 'A row policy believes what users write about themselves.',
  severity: 'blocker',
  standards: ['splinter/0015', 'CWE-639', 'ASVS-5.0-8.2.2'],
  remedy: {
    title: 'Take rights from app_metadata or from a table',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'put the former policy back',
  },
  check: ({ data }) =>
    policiesOf(data)
      .filter(({ policy }) =>
        expressionsOf(policy).some((text) =>
          /(auth\.jwt\s*\(\s*\)|current_setting\s*\([^)]*request\.jwt\.claims)[\s\S]*\buser_metadata\b/i.test(
            text,
          ),
        ),
      )
      .map((placed) => ({
        subject: policySubject(placed),
        confidence: 'certain',
        what: `The policy ${placed.policy.name} of ${placed.table.name} reads user_metadata of the token.`,
        why: 'Users change their own user_metadata by the public API (updateUser): whoever wants a right writes it there.',
        next: "Read app_metadata, which only the server writes, or a table of roles: using ((select auth.jwt()) -> 'app_metadata' ->> 'role' = '…').",
        evidence: [{ kind: 'read', origin: placed.policy.origin }],
      })),
};
