import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const nosqlInjection: Rule = {
  id: 'nosql-injection',
  summary: 'Something from outside becomes part of a filter of a database or directory.',
  severity: 'blocker',
  standards: ['CWE-943', 'ASVS-5.0-1.2.4'],
  remedy: {
    title: 'Take only texts into the filter',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'nosql-injection',
      effect: 'and may be an object with operators instead of a text',
      why: 'A body or query like {"$ne": null} matches every row: a sign-in without a password, a reset of somebody else.',
      next: 'Make a text of it (String(value)), refuse what is none (typeof value === "string", a zod or Joi schema), or compare with { $eq: value }; escape what becomes part of an LDAP filter.',
      weakly: 'and may be a list that the client flattens into more arguments',
    }),
};
