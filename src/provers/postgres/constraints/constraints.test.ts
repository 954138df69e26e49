import { expect, test } from 'vitest';
import { emptyBackend } from '../../../model/backend.ts';
import type { Backend } from '../../../model/backend.ts';
import { storeData } from '../../../testing/store-data.ts';
import { patternSamples } from '../rows/pattern-samples.ts';
import { constraints } from './constraints.ts';

const store: Backend = { ...emptyBackend('store', 'designed'), data: storeData };

async function prove(edit: (text: string) => string = (text) => text) {
  const { claims, inputs } = constraints.claims(store);
  const outcomes = await constraints.prove(claims, (path) => edit(inputs.get(path) ?? ''));
  return outcomes.map(({ claim, verdict, measurements, incomplete }) => ({
    table: claim.replace('constraints/', ''),
    says: verdict.kind === 'refuted' ? verdict.counterexample : verdict.kind,
    counts: ['rules', 'refused', 'deletions'].map((key) => JSON.stringify(measurements[key])),
    incomplete,
  }));
}

test('every rule of the store is broken once and refused under its name, deletions do as declared', async () => {
  const outcomes = await prove();
  expect(
    outcomes.map(({ table, says, counts, incomplete }) => [table, says, ...counts, ...incomplete].join(' ')),
  ).toEqual([
    'user proved 9 9 1',
    'category proved 6 6 1',
    'product proved 15 15 1',
    'order proved 12 12 2',
    'order_line proved 10 10 2',
    'billing.payment proved 9 9 1',
    'setting proved 5 5 1',
    'audit_entry proved 6 6 1',
  ]);
});

test('a rule the schema lost is the counterexample', async () => {
  const outcomes = await prove((text) =>
    text
      .replace('handle character varying(30) not null', 'handle character varying(30)')
      .replace(/,\n +constraint product_price_positive check \(price > 0\)/, '')
      .replace(/,\n +constraint order_number_key unique \(number\)/, '')
      .replace(/(references "order" \(id\)) on delete cascade/, '$1')
      .replace(/alter table setting add constraint setting_user_id_fkey[^;]*;/, ''),
  );
  expect(outcomes.map(({ table, says }) => `${table}: ${says}`)).toEqual([
    'user: user: not null handle: a row that breaks it was accepted',
    'category: proved',
    'product: product: check product_price_positive: a row that breaks it was accepted',
    'order: order: unique order_number_key: a row that breaks it was accepted',
    'order_line: order_line: foreign key order_line_order_id_fkey, on delete cascade: the delete was refused',
    'billing.payment: proved',
    'setting: setting: foreign key setting_user_id_fkey: a row that breaks it was accepted',
    'audit_entry: proved',
  ]);
});

test.each([
  '^[^@\\s]+@[^@\\s]+$',
  '^[A-Z]{3}$',
  '^(ab|cd)-\\d{2,4}$',
  '^\\+?[1-9][0-9]{7,14}$',
  '^[a-z0-9]+(-[a-z0-9]+)*$',
])('samples of %s match it', (pattern) => {
  const samples = patternSamples(pattern);
  expect(samples.length).toBeGreaterThan(0);
  expect(samples.filter((sample) => !new RegExp(pattern).test(sample))).toEqual([]);
});

test('what is not understood gives no sample', () => {
  expect(patternSamples('^(?=a)b$')).toEqual([]);
  expect(patternSamples('(a')).toEqual([]);
});
