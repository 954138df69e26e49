import { expect, test } from 'vitest';
import { shop } from '../testing/shop.ts';
import { withOneNaming } from './path-naming.ts';

test('two namings of one path become the first, parameters with it', () => {
  const [one] = shop.api.endpoints.filter(({ path }) => path === '/orders/{id}');
  if (one === undefined) throw new Error('the shop reads orders by id');
  const other = {
    ...one,
    path: '/orders/{order}',
    parameters: [{ name: 'order', in: 'path', required: true, origin: one.origin } as const],
  };
  const [, named] = withOneNaming([one, other]);
  expect(named?.path).toBe('/orders/{id}');
  expect(named?.parameters.map(({ name }) => name)).toEqual(['id']);
});
