import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

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
  harm: { confidentiality: 'high', integrity: 'high', availability: 'low' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'nosql-injection',
      effect: 'as part of a filter',
      why: 'An object like {"$ne": null} in place of a text matches every row: a sign-in without a password, a reset of somebody else. Brackets and quotes in a text that is put together do the same.',
      next: byLanguage({
        other:
          'Make a text of it (String(value), in PHP (string) $value), refuse what is none (typeof value === "string", is_string, a zod or Joi schema), or compare with { $eq: value }; escape what becomes part of an LDAP filter (ldap_escape in PHP), hand values to GraphQL as variables.',
        python:
          'Make a text of it (str(value)), let a schema refuse what is none (pydantic, marshmallow), or compare with {"$eq": value}; leave $where out.',
      }),
      partly: 'and may be a list that the client flattens into more arguments',
    }),
};
