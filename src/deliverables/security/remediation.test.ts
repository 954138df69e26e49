import { expect, test } from 'vitest';
import { markdown } from '../../render/markdown.ts';
import { library } from '../../testing/recovered.ts';
import { document } from '../blocks.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import { findingName } from '../../findings/finding.ts';
import type { Recommendation } from '../../findings/recommendation.ts';
import { remediation } from './remediation.ts';

const found = (rule: string, subject: string, severity: Severity, score?: number): Finding => ({
  rule,
  subject,
  severity,
  confidence: 'likely',
  what: `${rule} at ${subject}.`,
  why: '',
  next: '',
  standards: ['CWE-639', 'ASVS-5.0-8.2.2'],
  evidence: [],
  ...(score === undefined ? {} : { vulnerability: { vector: 'CVSS:4.0/…', score } }),
});

const mending = (id: string, days: number, findings: readonly Finding[]): Recommendation => ({
  id,
  title: `Mend ${id}`,
  why: '',
  how: '',
  concern: 'trust',
  impact: 5,
  effort: { low: days / 2, high: (days * 3) / 2 },
  risk: 'low',
  horizon: 'quick-win',
  answers: findings.filter(({ rule }) => rule === id).map(findingName),
  touches: [],
  dependsOn: [],
  rollback: 'take it back',
  claims: [],
});

test('what ends most risk for a day of work comes first', () => {
  const findings = [
    found('slow-to-mend', 'a', 'blocker', 9.3),
    found('quick-to-mend', 'b', 'blocker', 7.1),
    found('quick-to-mend', 'c', 'blocker', 7.1),
    found('weakness', 'd', 'warning'),
  ];
  const recommendations = [
    mending('slow-to-mend', 4, findings),
    mending('weakness', 1, findings),
    mending('quick-to-mend', 1, findings),
  ];
  const sections = remediation({ backend: library, findings, recommendations, claims: [], outcomes: [] });
  const [page] = document('remediation.md', 'Remediation', sections);
  if (page === undefined) throw new Error('no page');
  const rows = markdown(page, { claims: [], outcomes: [] })
    .split('\n')
    .filter((line) => line.startsWith('| Mend'))
    .map((line) => line.split(' | ').slice(1, 7));
  expect(rows).toEqual([
    ['`quick-to-mend`', '2', '7.1', '14.2', 'assumed 1 day (0.5–1.5 days)', '14'],
    ['`weakness`', '1', '5.5', '5.5', 'assumed 1 day (0.5–1.5 days)', '6'],
    ['`slow-to-mend`', '1', '9.3', '9.3', 'assumed 4 days (2–6 days)', '2'],
  ]);
});

test('upkeep is no security work, and where nothing is found there is no page', () => {
  const circle: Finding = { ...found('import-cycle', 'a', 'advice'), standards: ['CWE-1047'] };
  const recommendation: Recommendation = { ...mending('import-cycle', 1, [circle]), concern: 'architecture' };
  const basis = { backend: library, claims: [], outcomes: [] };
  const sections = remediation({ ...basis, findings: [circle], recommendations: [recommendation] });
  expect(document('remediation.md', 'Remediation', sections)).toEqual([]);
});
