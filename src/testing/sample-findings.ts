import type { Finding } from '../findings/finding.ts';
import type { Rule } from '../rules/rule.ts';

/** Two rules and what they found, for tests of formats. */
export const sampleRules: readonly Pick<Rule, 'id' | 'summary' | 'severity' | 'standards'>[] = [
  {
    id: 'object-without-owner-check',
    summary: 'An object is read by id without asking who owns it.',
    severity: 'blocker',
    standards: ['API1:2023', 'CWE-639'],
  },
  {
    id: 'unindexed-foreign-key',
    summary: 'A foreign key has no index that leads with its columns.',
    severity: 'warning',
    standards: ['splinter/0001'],
  },
];

export const sampleFindings: readonly Finding[] = [
  {
    rule: 'unindexed-foreign-key',
    subject: 'book(author_id)',
    severity: 'warning',
    confidence: 'certain',
    what: 'book(author_id) points at author, and no index leads with it.',
    why: 'Each delete on author scans all of book while it holds its locks.',
    next: 'create index concurrently on book (author_id);',
    standards: ['splinter/0001'],
    evidence: [
      { kind: 'read', origin: { kind: 'read', file: 'db/my schema.sql', line: 4, column: 3 } },
      { kind: 'read', origin: { kind: 'read', file: 'db/other.sql', line: 9 } },
    ],
  },
  {
    rule: 'object-without-owner-check',
    subject: 'GET /orders/{id}',
    severity: 'blocker',
    confidence: 'likely',
    what: 'GET /orders/{id} reads by id,\nno guard compares the owner. \u001b[31m',
    why: 'A customer can read 100% of the orders of others.',
    next: 'Compare order.customer with the caller.',
    standards: ['API1:2023', 'CWE-639'],
    evidence: [{ kind: 'computed', words: 'guards of the route' }],
  },
];
