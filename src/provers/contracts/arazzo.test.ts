import { expect, test } from 'vitest';
import { shop } from '../../testing/shop.ts';
import { arazzo } from './arazzo.ts';

const { claims, inputs } = arazzo.claims(shop);

test('the workflows of the shop are lint-clean and call what exists', async () => {
  const [outcome] = await arazzo.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements['steps']).toBe(2);
});

test('a step that calls an operation of another API refutes', async () => {
  const read = (path: string) =>
    (inputs.get(path) ?? '').replace('"operationId": "readOrder"', '"operationId": "readOdrer"');
  const [outcome] = await arazzo.prove(claims, (path) =>
    path.endsWith('arazzo.json') ? read(path) : (inputs.get(path) ?? ''),
  );
  expect(outcome?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('readOdrer'),
  });
});
