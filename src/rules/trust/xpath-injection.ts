import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const xpathInjection: Rule = {
  id: 'xpath-injection',
  summary: 'Something from outside becomes part of an XPath expression.',
  severity: 'warning',
  standards: ['CWE-643', 'CWE-91', 'ASVS-5.0-1.2.7'],
  remedy: {
    title: 'Bind values to XPath expressions as variables',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'none', availability: 'none' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'xpath-injection',
      effect: 'as part of an XPath expression',
      why: "A quote leads out of the value: ' or '1'='1 finds every node of the document, other people's too.",
      next: byLanguage({
        other:
          'Bind the value: xpath.parse(expression).select({ node, variables: { name } }); where that is not possible, as in PHP, let through letters and digits only.',
        python:
          'Bind the value: tree.xpath("//user[name = $name]", name=name); ElementTree takes no variables, so let through letters and digits only.',
      }),
    }),
};
