import { seenAt } from '../places.ts';
import type { Rule } from '../rule.ts';
import { someOf } from './pattern.ts';

export const grantToPublic: Rule = {
  id: 'grant-to-public',
  summary: 'Every role of the server has rights on a table.',
  severity: 'warning',
  standards: ['CWE-732', 'ASVS-5.0-13.2.2'],
  remedy: {
    title: 'Grant to the roles that need it',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'grant to public again',
  },
  check: ({ data }) =>
    data.roles
      .filter(({ name, grants }) => name === 'public' && grants.length > 0)
      .map((role) => {
        const writes = role.grants.filter(({ privileges }) => privileges.some((one) => one !== 'select'));
        const all = role.grants.map(({ table, privileges }) => `${table} (${privileges.join(', ')})`);
        const [first] = role.grants;
        return {
          subject: 'public',
          confidence: 'certain',
          ...(writes.length > 0 ? {} : { severity: 'advice' as const }),
          what: `PUBLIC has rights on ${role.grants.length === 1 ? 'a table' : `${role.grants.length} tables`}: ${someOf(all, 5)}.`,
          why: `PUBLIC is every role, also those that are made later for a report, a replica or another application: each ${writes.length > 0 ? 'changes' : 'reads'} these tables without being asked.`,
          next: `revoke all on ${first?.table ?? ''} from public; grant what is needed to the roles that need it.`,
          evidence: seenAt([role]),
        };
      }),
};
