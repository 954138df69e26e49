import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const unrestrictedUpload: Rule = {
  id: 'unrestricted-upload',
  summary: 'An uploaded file keeps the ending that its sender chose.',
  severity: 'blocker',
  standards: ['CWE-434', 'ASVS-5.0-5.2.2'],
  remedy: {
    title: 'Allow listed types of files only',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the check out again',
  },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'unrestricted-upload',
      effect: 'with the ending that the sender chose, and nothing asks for the type of the file',
      why: 'A file that ends in .php or .html is run by the server or shown as a page of it; the type that a browser tells is whatever its sender writes.',
      next: 'Compare the ending with a list of allowed ones, look into the content, and store the file under a name of your own outside of what the server shows.',
    }),
};
