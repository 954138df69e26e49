import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { alertsOf, runbookPath } from '../../artifacts/alerts.ts';
import type { Outcome } from '../../findings/claim.ts';
import type { Recommendation } from '../../findings/recommendation.ts';
import { emptyBackend } from '../../model/backend.ts';
import { markdown } from '../../render/markdown.ts';
import { busyShop } from '../../testing/busy-shop.ts';
import { recoveredShop } from '../../testing/recovered-shop.ts';
import { sampleFindings } from '../../testing/sample-findings.ts';
import { writeDeliverables } from '../all.ts';
import { itemStates, requirementAnswers } from '../coverage.ts';
import type { Basis, Deliverable } from '../deliverable.ts';
import { buildOrder } from './build-order.ts';

const outcomes: readonly Outcome[] = [
  {
    claim: 'ddl/schema-executes',
    verdict: { kind: 'proved' },
    engine: { name: 'PGlite', version: '0.5' },
    measurements: {},
    incomplete: [],
  },
];

const basis: Basis = {
  backend: busyShop,
  findings: [],
  recommendations: [],
  claims: [
    {
      id: 'ddl/schema-executes',
      prover: 'ddl',
      subject: '2-database/schema.sql',
      statement: 'The schema executes.',
      oracle: 'postgresql',
      inputs: ['2-database/schema.sql'],
      parameters: {},
    },
  ],
  outcomes,
};

const last = (deliverables: readonly Deliverable[]): Deliverable => {
  const found = deliverables.find(({ id }) => id === 'documentation');
  if (found === undefined) throw new Error('no documentation');
  return found;
};

const read = (from: Basis, path: string): string => {
  const document = last(writeDeliverables(from)).documents.find(
    (each) => each.path === `8-documentation/${path}.md`,
  );
  return document === undefined ? '' : markdown(document, from);
};

const open = (from: Basis): readonly string[] =>
  itemStates(writeDeliverables(from))
    .filter(({ item, state }) => item.startsWith('8.') && state !== 'done')
    .map(({ item, state }) => `${item} ${state}`);

test('there are eight deliverables in the order of their numbers', () => {
  expect(writeDeliverables(basis).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('alerts and runbooks are one to one, and the rules name the anchors', () => {
  const all = writeDeliverables(basis);
  const sections =
    last(all).documents.find(({ path }) => path === '8-documentation/runbooks.md')?.sections ?? [];
  const anchors = sections
    .filter(({ id }) => id !== 'alerts')
    .map(({ id }) => `8-documentation/runbooks.md#${id}`);
  const alerts = alertsOf(busyShop);
  expect(alerts.length).toBeGreaterThan(8);
  expect(anchors).toEqual(alerts.map(runbookPath));
  const rules = all
    .flatMap(({ artifacts }) => artifacts)
    .find(({ path }) => path === '5-performance/alerts.yaml');
  const named = parse(rules?.text ?? '').groups[0].rules.map(
    (rule: { readonly annotations: { readonly runbook: string } }) => rule.annotations.runbook,
  );
  expect(named).toEqual(anchors);
});

test('a design answers every item', () => {
  const decided = {
    ...basis,
    recommendations: [recommendation('a', 'quick-win', 3), recommendation('b', 'strategic', 30)],
  };
  expect(open(decided)).toEqual([]);
});

test('a recovered backend without objectives leaves recovery and requirements missing', () => {
  const recovered = { ...basis, backend: recoveredShop, findings: sampleFindings, claims: [], outcomes: [] };
  expect(open(recovered)).toEqual([
    '8.3 missing',
    '8.7 missing',
    '8.8 missing',
    '8.10 missing',
    '8.11 missing',
    '8.12 missing',
  ]);
});

test('of nothing nothing is claimed but the report itself', () => {
  const bare = { ...basis, backend: emptyBackend('bare', 'recovered'), claims: [], outcomes: [] };
  const done = itemStates([last(writeDeliverables(bare))]).filter(({ state }) => state === 'done');
  expect(done.map(({ item }) => item)).toEqual(['8.1']);
});

test('the audit says of each requirement where it is answered, itself included', () => {
  const all = writeDeliverables(basis);
  const answers = requirementAnswers(busyShop.requirements.items, all);
  const text = read(basis, 'coverage');
  for (const { id } of busyShop.requirements.items)
    expect(text, id).toContain(answers.has(id) ? `| ${id} |` : `Not answered: `);
  expect(text).toContain('| integration/psp | payments by a provider | [Context: Context]');
  expect(text).not.toMatch(/\| 8\.3 \|/);
});

test('the times of recovery add up and are held against the objective', () => {
  const text = read(basis, 'recovery');
  expect(text).toMatch(/restore from backup \|.*\| 1 h \|/);
  const hurried: Basis = {
    ...basis,
    backend: {
      ...busyShop,
      requirements: {
        ...busyShop.requirements,
        objectives: busyShop.requirements.objectives.map((objective) => ({
          ...objective,
          rto: { value: 60, unit: 's', origin: { kind: 'given', path: 'rto' } },
        })),
      },
    },
  };
  expect(read(hurried, 'recovery')).toContain('Longer than 60 s: restore from backup');
});

function recommendation(id: string, horizon: Recommendation['horizon'], days: number): Recommendation {
  return {
    id,
    title: `Do ${id}`,
    why: 'because',
    how: 'so',
    concern: 'data',
    impact: 3,
    effort: { low: days / 2, high: days },
    risk: 'low',
    horizon,
    answers: [],
    touches: [],
    dependsOn: id === 'b' ? ['a'] : [],
    rollback: 'undo it',
    claims: [],
  };
}

test('recommendations stand in their horizon with effort and what they wait for', () => {
  const text = read(
    {
      ...basis,
      recommendations: [recommendation('a', 'quick-win', 3), recommendation('b', 'strategic', 30)],
    },
    'roadmap',
  );
  expect(text).toMatch(
    /Quick wins[\s\S]*Do a[\s\S]*Strategic[\s\S]*Do b \| data \| .* \| low \| a \| undo it \| judgement/,
  );
  expect(text).not.toContain('Foundation');
});

test('what others refer to is built first', () => {
  expect(buildOrder(busyShop).map(({ context, stage, after }) => [context.id, stage, after])).toEqual([
    ['products', 1, []],
    ['orders', 2, ['products']],
  ]);
});
