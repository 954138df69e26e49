import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const sqlInjection: Rule = {
  id: 'sql-injection',
  summary: 'Something from outside becomes part of an SQL statement.',
  severity: 'blocker',
  standards: ['CWE-89', 'ASVS-5.0-1.2.4'],
  remedy: {
    title: 'Bind what comes from a request as a parameter',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'sql-injection',
      effect: 'as part of the statement',
      why: 'Whoever sends the request writes the rest of the statement: reads and changes other rows, other tables, or drops them.',
      next: 'Bind it as a parameter ($1, ?) or use the builder of the ORM; take names of columns and directions from a list in the code.',
    }),
};
