import { expect, test } from 'vitest';
import type { Finding, Severity } from '../../../findings/finding.ts';
import type { Backend } from '../../../model/backend.ts';
import { library } from '../../../testing/recovered.ts';
import { shop } from '../../../testing/shop.ts';
import { codeThreats } from './catalogue.ts';
import { decideThreats } from './decide.ts';
import type { DecidedThreat } from './threat.ts';

const finding = (rule: string, severity: Severity = 'blocker', subject = 'src/app.ts'): Finding => ({
  rule,
  subject,
  severity,
  confidence: 'likely',
  what: `${rule} is there.`,
  why: '',
  next: '',
  standards: [],
  evidence: [],
});

const decide = (backend: Backend, ...findings: readonly Finding[]): readonly DecidedThreat[] =>
  decideThreats({ backend, findings, recommendations: [], claims: [], outcomes: [] });

const of = (decided: readonly DecidedThreat[], id: string): readonly DecidedThreat[] =>
  decided.filter(({ threat }) => threat.id === id);

test('every threat of the catalogue has an id of its own', () => {
  expect(codeThreats.length).toBeGreaterThan(20);
  expect(new Set(codeThreats.map(({ id }) => id)).size).toBe(codeThreats.length);
});

test('a design has threats of its own; those of code are for what was read', () => {
  expect(decide(shop)).toEqual([]);
  expect(decide(library).length).toBeGreaterThan(10);
});

test('only a finding that is sure enough opens a threat, and it says which', () => {
  const [open] = of(decide(library, finding('missing-role-check')), 'raised-privilege');
  expect(open?.standing).toMatchObject({ kind: 'violated', findings: [{ rule: 'missing-role-check' }] });
  expect(open).toMatchObject({ rating: 9, residual: 3 });
  const [asked] = of(decide(library, finding('missing-role-check', 'advice')), 'raised-privilege');
  expect(asked?.standing).toMatchObject({
    kind: 'open',
    seen: [{ isEnough: false, words: 'missing-role-check is there' }],
  });
  expect(asked?.residual).toBeUndefined();
});

test('nothing is held off because nothing was found', () => {
  for (const { standing } of decide({ ...library, trust: { ...library.trust, settings: [] } }))
    if (standing.kind === 'mitigated') expect(standing.evidence.length).toBeGreaterThan(0);
  expect(of(decide(library), 'object-of-another').map(({ standing }) => standing.kind)).not.toContain(
    'mitigated',
  );
});

test('a store behind the application is as near to strangers as the fault that reaches it', () => {
  const quiet = of(decide(library), 'foreign-statement').map(({ rating }) => rating);
  const loud = of(decide(library, finding('sql-injection')), 'foreign-statement').map(({ rating }) => rating);
  expect(quiet.length).toBeGreaterThan(0);
  expect(Math.max(...quiet)).toBe(3);
  expect(Math.min(...loud)).toBeGreaterThan(3);
});

test('a fault of one store is not told of another', () => {
  const stores = of(decide(library, finding('published-database', 'warning', 'elsewhere')), 'open-store');
  expect(stores.map(({ standing }) => standing.kind)).not.toContain('violated');
});
