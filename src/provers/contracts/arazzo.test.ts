import { expect, test } from 'vitest';
import { journeys } from '../../artifacts/journeys/journeys.ts';
import { designBackend } from '../../design/design.ts';
import { briefOf, shopText } from '../../testing/briefs.ts';
import { shopBrief } from '../../testing/preview-checkouts.ts';
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
  expect(checkout?.steps[4]?.body).toEqual({
    cart_id: '$steps.createCart.outputs.id',
    expected_total: '$steps.createCartItem.outputs.unit_price',
  });
  expect([...(checkout?.inputs.keys() ?? [])]).toEqual(['idempotencyKey', 'identifier', 'secret']);
});

test('long work is asked about until it is done', () => {
  const [erasure] = journeys(designBackend(briefOf(shopText)), []).filter(({ id }) => id === 'erasure');
  expect(erasure?.steps.map(({ id, waits }) => [id, waits === true])).toEqual([
    ['createSession', false],
    ['eraseUser', false],
    ['readOperationStatus', true],
  ]);
});

test('an object is looked for in the state that the goal asks for, or brought by the caller', () => {
  const all = journeys(designBackend(briefOf(shopBrief)), []);
  const [pack] = all.filter(({ id }) => id === 'workPackOrder');
  expect(pack?.steps[1]).toMatchObject({ id: 'listOrders', parameters: [{ name: 'status', value: 'paid' }] });
  const [capture] = all.filter(({ id }) => id === 'capturePayment');
  expect(capture?.inputs.get('paymentId')).toMatchObject({
    'x-entity': 'Payment',
    'x-states': ['authorised'],
  });
});

test('who needs two factors sends a code, and only a sign-in gives what is refreshed', () => {
  const all = journeys(designBackend(briefOf(shopBrief)), []);
  const named = (id: string) => all.find((each) => each.id === id);
  expect(named('capturePayment')?.steps[0]?.body).toHaveProperty('code', '$inputs.code');
  expect(named('checkout')?.steps[0]?.body).not.toHaveProperty('code');
  expect(named('workRefresh')?.steps[1]?.body).toEqual({
    refresh_token: '$steps.createSession.outputs.refresh_token',
  });
  expect([...(named('workRegister')?.inputs.keys() ?? [])]).toEqual(['email', 'idempotencyKey', 'password']);
});
