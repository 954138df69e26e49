import { expect, test } from 'vitest';
import { lintDocument } from '../provers/contracts/redocly.ts';
import { shop } from '../testing/shop.ts';
import { openApiDocument } from './openapi.ts';

test('the shop is lint-clean', async () => {
  const { text, lost } = openApiDocument(shop);
  expect(lost).toEqual(['the licence of the API is not in the model']);
  expect(await lintDocument(text)).toEqual([]);
});
