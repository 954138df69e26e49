import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import { shop } from '../../testing/shop.ts';
import { seed, seedPath } from './seed.ts';

async function outcomeOf(backend: Backend, change: (text: string) => string = (text) => text) {
  const { claims, inputs } = seed.claims(backend);
  const [outcome] = await seed.prove(claims, (path) => {
    const text = inputs.get(path) ?? '';
    return path === seedPath ? change(text) : text;
  });
  return outcome;
}

test('generated rows satisfy the schema', async () => {
  const outcome = await outcomeOf(shop);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements['rows']).toEqual({ users: 1000, products: 1000, orders: 1000 });
}, 60_000);

test('a table that gets no row refutes the claim with its name', async () => {
  const outcome = await outcomeOf(shop, (text) => text.replace('(total >= 0) is not false', 'false'));
  expect(outcome?.verdict).toEqual({
    kind: 'refuted',
    counterexample: 'no row arrives in orders: every one breaks a key or a check',
  });
}, 60_000);

test('without tables nothing is claimed', () => {
  expect(seed.claims(emptyBackend('bare', 'designed')).claims).toEqual([]);
});
