import type { Technology } from '../../model/architecture.ts';
import type { Fault, Rule } from '../rule.ts';

export const runtimeOutOfSupport: Rule = {
  id: 'runtime-out-of-support',
  summary: 'A runtime, framework or database gets no security fixes any more.',
  severity: 'warning',
  standards: ['CWE-1104', 'API8:2023', 'ASVS-5.0-15.2.1'],
  remedy: {
    title: 'Move to a supported version',
    impact: 4,
    effort: { low: 1, high: 10 },
    risk: 'medium',
    rollback: 'deploy the old version again',
  },
  check: ({ stack }) =>
    stack.filter(({ supportEnd }) => supportEnd !== undefined && supportEnd <= asOf).map(fault),
};

/** No clock: support is judged as of the month this version of the rule was written, so a run can be repeated. */
const asOf = '2026-11-01';

function fault({ name, version, supportEnd, origin }: Technology): Fault {
  return {
    subject: `${name} ${version ?? ''}`.trim(),
    confidence: 'certain',
    what: `${name} ${version ?? ''} has had no support since ${supportEnd ?? ''}.`,
    why: `Faults found since then stay open, and they are public. Judged as of ${asOf}.`,
    next: `Upgrade ${name} to a version that is supported, one major at a time, with the tests run on both.`,
    evidence: [{ kind: 'read', origin }],
  };
}
