import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const openRedirect: Rule = {
  id: 'open-redirect',
  summary: 'Something from outside decides where a visitor is sent.',
  severity: 'blocker',
  standards: ['CWE-601', 'ASVS-5.0-3.7.2'],
  remedy: {
    title: 'Redirect to own pages only',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'none',
    integrity: 'none',
    availability: 'none',
    beyond: { confidentiality: 'low', integrity: 'low', availability: 'none' },
    user: 'active',
  },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'open-redirect',
      effect: 'as the place where the visitor is sent',
      why: 'A link to the trusted site leads to a copy of its sign-in page; tokens in the address go with it.',
      next: 'Take the target from a list, or parse it against the own origin and refuse another host; a leading slash is not enough (//evil.example).',
    }),
};
