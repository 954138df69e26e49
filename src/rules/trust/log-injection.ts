import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const logInjection: Rule = {
  id: 'log-injection',
  summary: 'Something from outside can add lines to a log.',
  severity: 'advice',
  standards: ['CWE-117', 'ASVS-5.0-16.4.1'],
  remedy: {
    title: 'Keep line breaks out of the log',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'none', integrity: 'low', availability: 'none' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'log-injection',
      effect: 'as it is, line breaks included',
      why: 'A line break begins an entry of its own: whoever sends it writes what others trust as said by the server, and hides what they do.',
      next: 'Log JSON (pino, winston.format.json()), pass the value in an object, or take line breaks out (value.replace(/[\\r\\n]/g, " ")).',
    }),
};
