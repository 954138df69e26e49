import { expect, test } from 'vitest';
import { journeys } from '../../artifacts/journeys/journeys.ts';
import { designBackend } from '../../design/design.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { shop } from '../../testing/shop.ts';
import { arazzo } from './arazzo.ts';

const { claims, inputs } = arazzo.claims(shop);

test('the workflows of the shop are lint-clean and call what exists', async () => {
  const [outcome] = await arazzo.prove(claims, (path) => inputs.get(path) ?? '');
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements['steps']).toBe(3);
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

test('a journey makes what its goal needs, and takes it from the step that made it', () => {
  const [checkout] = journeys(designBackend(briefOf(shopText)), []).filter(({ id }) => id === 'checkout');
  expect(checkout?.steps.map(({ id }) => id)).toEqual([
    'createSession',
    'createCart',
    'listProducts',
    'createCartItem',
    'createOrder',
    'readOrder',
  ]);
  expect(checkout?.steps[3]).toMatchObject({
    parameters: [{ name: 'cart_id', value: '$steps.createCart.outputs.id' }, { name: 'Idempotency-Key' }],
    body: { sku: '$steps.listProducts.outputs.sku' },
    token: '$steps.createSession.outputs.token',
  });
  expect(checkout?.steps[4]?.body).toMatchObject({ cart_id: '$steps.createCart.outputs.id' });
  expect(checkout?.inputs).toEqual(['expectedTotal', 'idempotencyKey', 'identifier', 'secret']);
});

test('long work is asked about until it is done', () => {
  const [erasure] = journeys(designBackend(briefOf(shopText)), []).filter(({ id }) => id === 'erasure');
  expect(erasure?.steps.map(({ id, waits }) => [id, waits === true])).toEqual([
    ['createSession', false],
    ['eraseUser', false],
    ['readOperationStatus', true],
  ]);
});
