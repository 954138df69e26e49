import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Brief } from '../../model/brief.ts';
import { loadPacks } from './packs.ts';
import { printProblem } from './problem.ts';
import { readBrief } from './read.ts';

const packs = loadPacks();
const shop = readFileSync(new URL('../../../examples/shop.brief.yaml', import.meta.url), 'utf8');

function briefOf(text: string): Brief {
  const result = readBrief(text, { file: 'shop.brief.yaml', packs });
  if (result.kind === 'invalid') throw new Error(result.problems.map(printProblem).join('\n'));
  return result.brief;
}

test('the built-in packs are seen and without a problem', () => {
  expect(packs.problems).toEqual([]);
  expect(packs.packs.length).toBeGreaterThanOrEqual(8);
});

describe('the reference brief', () => {
  const brief = briefOf(shop);

  test('brings its packs and those they require', () => {
    const ids = brief.packs.map(({ id }) => id);
    expect(ids.slice(0, 7)).toEqual([
      'auth',
      'products',
      'inventory',
      'cart',
      'orders',
      'payments',
      'notifications',
    ]);
    expect(brief.packs.find(({ id }) => id === 'audit')?.origin).toMatchObject({ kind: 'derived' });
  });

  test('sets options, and everything an option touches is given, not default', () => {
    const orders = brief.packs.find(({ id }) => id === 'orders');
    expect(orders?.options['rows']).toMatchObject({
      value: '50M/year',
      origin: { kind: 'given', path: 'capabilities.orders.rows', line: 10 },
    });
    const order = orders?.fragment.entities.find(({ name }) => name === 'Order');
    expect(order?.growthPerYear).toMatchObject({
      value: 50_000_000,
      unit: 'rows/year',
      origin: { kind: 'given' },
    });
    expect(order?.origin).toMatchObject({ kind: 'default', pack: 'orders', path: 'entities.Order' });
  });

  test('gives each interactive workload the users, think time, share and peak that hold for it', () => {
    const people = brief.fragment.workloads.filter(({ every }) => every === undefined);
    expect(people.map(({ id }) => id)).toEqual(['browse', 'view', 'checkout', 'my-orders']);
    const rates = people.map(
      ({ users, think, share, peak }) =>
        ((users?.value ?? 0) / (think?.value ?? 1)) * (share?.value ?? 0) * (peak?.value ?? 0),
    );
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(15_000);
    expect(rates[2]).toBeCloseTo(150);
    expect(brief.users?.value).toBe(100_000);
    expect(brief.fragment.workloads.find(({ id }) => id === 'restock')).toMatchObject({
      every: { value: 3600 },
      batch: { value: 50_000 },
    });
  });

  test('is told that it contradicts itself, with the sum', () => {
    expect(brief.contradictions.map(({ id }) => id)).toEqual(['growth-checkout']);
    expect(brief.contradictions[0]?.what).toBe(
      '50M/year of Order are 1.59/s on average, but checkout creates 50/s.',
    );
    expect(brief.contradictions[0]?.why).toContain('100,000 users / 20 s × 1% = 50/s');
    expect(brief.contradictions[0]?.between).toMatchObject([{ line: 10 }, { line: 29 }, { line: 27 }]);
    expect(briefOf(`${shop}\naccept: [growth-checkout]\n`).contradictions[0]?.accepted).toBe(true);
    expect(briefOf(shop.replace('50M/year', '1.5G/year')).contradictions).toEqual([]);
    const nobody = briefOf(shop.replace('100k concurrent', '0 concurrent'));
    expect(nobody.contradictions[0]?.why).toContain('One of the two is nothing.');
  });

  test('asks whether a peak stands on top of a peak, and keeps its own question once', () => {
    const ids = brief.questions.map(({ id }) => id);
    expect(ids).toContain('Q1');
    expect(ids).toContain('peak-of-concurrent-users');
    expect(brief.questions.filter(({ ask }) => ask === 'Is guest checkout allowed?')).toHaveLength(1);
    for (const answered of [
      'think-time',
      'latency',
      'availability',
      'residency',
      'team-size',
      'hosting',
      'budget',
      'payments.provider',
    ])
      expect(ids).not.toContain(answered);
  });

  test('keeps pins, constraints, policies and objectives with their lines', () => {
    expect(brief.pins).toMatchObject([
      { topic: 'architecture-style', choose: 'modular-monolith', origin: { line: 53 } },
    ]);
    expect(Object.keys(brief.constraints.must)).toEqual(['language', 'database', 'hosting']);
    expect(brief.constraints).toMatchObject({
      avoid: [{ value: 'mongodb' }],
      teamSize: { value: 12, unit: 'people' },
      oncall: { value: true },
      budget: { value: 25_000 },
      deadline: { value: '2027-06-01' },
    });
    expect(brief.policies).toMatchObject({
      residency: { value: 'eu' },
      erase: { value: 2_592_000 },
      compliance: [{ value: 'gdpr' }, { value: 'pci-dss' }],
      classes: [
        { class: 'pii', fields: ['User.email', 'Address.*'] },
        { class: 'cardholder', fields: [] },
      ],
      limits: [
        { role: 'anonymous', rate: { value: 1 } },
        { role: 'customer', rate: { value: 10 } },
      ],
    });
    expect(brief.objectives.map(({ workload }) => workload)).toEqual(['*', 'browse', 'checkout']);
    expect(brief.objectives[2]).toMatchObject({
      latency: { percentile: 99, limit: { value: 800, unit: 'ms' } },
      rpo: { value: 0 },
      rto: { value: 900 },
      consistency: { value: 'strong' },
    });
    expect(brief.fragment.access).toHaveLength(3);
    expect(brief.fragment.integrations.map(({ id }) => id)).toEqual(['stripe', 'erp']);
  });

  test('brings its own entity with the usual operations, and an extension', () => {
    expect(brief.fragment.entities).toMatchObject([
      { name: 'Review', context: 'products', rows: { value: 5_000_000 }, unique: [['product', 'author']] },
    ]);
    expect(brief.fragment.operations.filter(({ entity }) => entity === 'Review').map(({ id }) => id)).toEqual(
      ['list Review', 'read Review', 'create Review', 'update Review', 'delete Review'],
    );
    expect(brief.fragment.extensions).toMatchObject([
      {
        entity: 'Order',
        fields: [
          { name: 'gift_message', maxLength: 280 },
          { name: 'vat_id', dataClass: 'pii' },
        ],
      },
    ]);
  });

  test('is plain data and the same each time', () => {
    expect(JSON.parse(JSON.stringify(brief))).toEqual(brief);
    expect(JSON.stringify(briefOf(shop))).toBe(JSON.stringify(brief));
  });

  test('does not depend on the folder it lies in', () => {
    const elsewhere = readBrief(shop, { file: '/home/somebody/shop.brief.yaml', packs });
    expect(elsewhere).toEqual({ kind: 'brief', brief });
  });
});
