import { expect, test } from 'vitest';
import { readTransactions } from './read-transactions.ts';

test('a table is named as PostgreSQL prints it, also where its name is a key word', async () => {
  const text = 'begin; update "order" set total = 1 where id = 1; update Item set total = 1; commit;';
  const { transactions } = await readTransactions(text, 'read committed');
  expect(transactions[0]?.steps.map(({ tables }) => tables)).toEqual([['"order"'], ['item'], []]);
});
