import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const codeInjection: Rule = {
  id: 'code-injection',
  summary: 'Something from outside is run as code or as a template.',
  severity: 'blocker',
  standards: ['CWE-94', 'CWE-1336', 'ASVS-5.0-1.3.2', 'ASVS-5.0-1.3.7'],
  remedy: {
    title: 'Do not run what comes from outside',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'code-injection',
      effect: 'to be run',
      why: 'Whoever sends the request runs their own program in the server, with its secrets and its database.',
      next: byLanguage({
        other:
          'Do not evaluate it: parse it (JSON.parse), look it up in a table of functions, or hand it to a fixed template as a value.',
        python:
          'Do not evaluate it: parse it (json.loads, ast.literal_eval), look it up in a dictionary of functions, or hand it to a fixed template as a value.',
        java: 'Do not evaluate it: parse it, look it up in a map of functions, or hand it to a fixed expression as a variable (SimpleEvaluationContext).',
        go: 'Do not parse it as a template: hand it to a fixed template as a value.',
      }),
    }),
};
