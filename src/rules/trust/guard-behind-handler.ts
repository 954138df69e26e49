import type { Gap } from '../../model/origin.ts';
import type { Fault, Rule } from '../rule.ts';

export const guardBehindHandler: Rule = {
  id: 'guard-behind-handler',
  summary: 'A check stands behind the function that answers and never runs.',
  severity: 'blocker',
  standards: ['CWE-696', 'CWE-862', 'API5:2023', 'ASVS-5.0-8.3.1'],
  remedy: {
    title: 'Move the check before the handler',
    impact: 5,
    effort: { low: 0.1, high: 0.2 },
    risk: 'medium',
    rollback: 'move it back',
  },
  harm: { confidentiality: 'low', integrity: 'low', availability: 'none' },
  check: ({ gaps, api }) => {
    const known = new Set(api.endpoints.map(({ id }) => id));
    return gaps.filter(({ kind, subject }) => kind === 'order-of-guards' && known.has(subject)).map(fault);
  },
};

const fault = ({ subject, why, origin }: Gap): Fault => ({
  subject,
  confidence: 'likely',
  what: `${subject}: ${why}.`,
  why: 'The answer is sent before the check is asked, so what it would have refused is done; requests that pass prove nothing.',
  next: 'Put the check before the handler, and try the route as somebody it should refuse.',
  evidence: origin === undefined ? [] : [{ kind: 'read', origin }],
  reachedBy: [subject],
});
