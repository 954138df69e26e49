import { expect, test } from 'vitest';
import { emptyBackend } from '../../../model/backend.ts';
import { recoveredShop } from '../../../testing/recovered-shop.ts';
import type { Basis } from '../../deliverable.ts';
import { assessmentChapter } from './assessment.ts';

const none = { endpoints: {}, jobs: {}, tables: {}, rules: {} };
const basis = (legacy = recoveredShop): Basis => ({
  backend: {
    ...emptyBackend('target', 'designed'),
    migration: {
      legacy,
      plan: {
        plan: 'out',
        legacy: none,
        contexts: [],
        target: { endpoints: [], jobs: [], tables: {} },
        ledger: { ...none, columns: {} },
        steps: [],
      },
    },
  },
  findings: [],
  recommendations: [],
  claims: [],
  outcomes: [],
});

test('only a migration has the chapter', () => {
  expect(assessmentChapter({ ...basis(), backend: recoveredShop })).toEqual({ documents: [], artifacts: [] });
});

test('each matter has its section, also where it is not known', () => {
  const [document] = assessmentChapter(basis(emptyBackend('bare', 'recovered'))).documents;
  expect(document?.path).toBe('1-architecture/14-assessment.md');
  expect(document?.sections.map(({ id }) => id.replace('legacy-', ''))).toEqual([
    'risks',
    'size',
    'modules',
    'support',
    'tests',
    'endpoints',
    'data',
    'queries',
    'checks',
    'passwords',
    'sessions',
    'jobs',
    'mail',
    'uploads',
    'calls',
    'includes',
    'globals',
    'dead',
    'history',
    'hot-spots',
  ]);
});

test('the file says the same, with the step of each risk', () => {
  const [artifact] = assessmentChapter(basis()).artifacts;
  const told: { readonly risks: readonly { readonly id: string; readonly step: string | null }[] } =
    JSON.parse(artifact?.text ?? '{}');
  expect(artifact?.path).toBe('1-architecture/assessment.json');
  expect(told.risks.length).toBeGreaterThan(0);
  expect(told.risks.every(({ step }) => step === null)).toBe(true);
});
