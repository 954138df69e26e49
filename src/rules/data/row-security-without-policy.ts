import type { Rule } from '../rule.ts';
import { isOfPlatform } from './api-platform.ts';
import { isGuarded } from './policies.ts';
import { perTable, tablePlaces, tablesOf } from './pattern.ts';

export const rowSecurityWithoutPolicy: Rule = {
  id: 'row-security-without-policy',
  summary: 'Row security is on and no policy lets anybody in.',
  severity: 'advice',
  standards: ['splinter/0008'],
  remedy: {
    title: 'Say who sees the rows, or that nobody shall',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'drop the policy',
  },
  check: ({ data }) => {
    const found = data.tables.filter(
      (table) => isGuarded(table) && table.rowSecurity?.policies.length === 0 && !isOfPlatform(table),
    );
    return perTable(tablePlaces(found), {
      confidence: 'possible',
      why: 'For every role but the owner and those that bypass row security the table is empty, without an error: a query that should find rows finds none.',
      one: (table) => ({
        what: `${table.name} has row security and no policy.`,
        next: `If only the server reads it, say so in a comment; else create a policy on ${table.name} for each role that needs rows.`,
      }),
      many: (places, tables) => ({
        what: `${tables} tables have row security and no policy: ${tablesOf(places)}.`,
        next: 'For each: if only the server reads it, say so in a comment; else create a policy for each role that needs rows.',
      }),
    });
  },
};
