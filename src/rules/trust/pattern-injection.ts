import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const patternInjection: Rule = {
  id: 'pattern-injection',
  summary: 'Something from outside becomes part of a regular expression.',
  severity: 'warning',
  standards: ['CWE-1333', 'CWE-400', 'ASVS-5.0-1.2.9'],
  remedy: {
    title: 'Escape what becomes part of a pattern',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'none', integrity: 'none', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'pattern-injection',
      effect: 'as part of a pattern',
      why: byLanguage({
        other:
          'A pattern like (a+)+$ keeps the only thread busy for minutes: one request stops the server; and .* finds what was not to be found.',
        python:
          'A pattern like (a+)+$ keeps a worker busy for minutes: a few requests stop the server; and .* finds what was not to be found.',
      }),
      next: byLanguage({
        other:
          'Escape it (RegExp.escape, lodash escapeRegExp, escape-string-regexp), compare with includes(), or run patterns of users with re2.',
        python: 'Escape it (re.escape), compare with in, or run patterns of users with google-re2.',
      }),
    }),
};
