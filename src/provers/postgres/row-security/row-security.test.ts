import { expect, test } from 'vitest';
import { emptyBackend } from '../../../model/backend.ts';
import type { Backend } from '../../../model/backend.ts';
import { storeData } from '../../../testing/store-data.ts';
import { rowSecurity } from './row-security.ts';

const store: Backend = { ...emptyBackend('store', 'designed'), data: storeData };

async function prove(edit: (text: string) => string = (text) => text) {
  const { claims, inputs } = rowSecurity.claims(store);
  const outcomes = await rowSecurity.prove(claims, (path) => edit(inputs.get(path) ?? ''));
  return outcomes.map(({ verdict, ...rest }) => ({
    ...rest,
    says: verdict.kind === 'refuted' ? verdict.counterexample.split('\n') : [verdict.kind],
  }));
}

test('who signs in as the application reaches own orders and their lines, and no others', async () => {
  const outcomes = await prove();
  expect(outcomes.map(({ claim, says, measurements }) => [claim, ...says, measurements])).toEqual([
    ['row-security/order', 'proved', { statements: 12, reachAllRows: 'store_support select' }],
    ['row-security/order_line', 'proved', { statements: 11, reachAllRows: 'store_support select' }],
  ]);
  expect(outcomes[0]?.incomplete).toEqual(['superusers and roles with bypassrls pass every policy by']);
});

test('a policy that lets all rows pass, and one that does not look at what is written', async () => {
  const outcomes = await prove((text) =>
    text
      .replace(/(create policy order_owner[^;]*?using) \(.*\)\n/, '$1 (true)\n')
      .replace(/(create policy order_line_owner[^;]*?)with check \([^;]*;/, '$1with check (true);')
      .replace('alter table order_line force row level security;\n', ''),
  );
  expect(
    outcomes.map(({ says }) =>
      says.map((line) => line.replace(/[0-9a-f-]{36}/g, (id) => `…${id.slice(-3)}`)),
    ),
  ).toMatchInlineSnapshot(`
    [
      [
        "order: store_app, select of a row of somebody else (customer_id …002): 1 rows",
        "order: store_app, select without a setting: 1 rows",
        "order: store_app, delete of a row of somebody else (customer_id …002): 23001 update or delete on table "order" violates RESTRICT setting of foreign key constraint "payment_order_id_fkey" on table "payment"",
        "order: store_app, delete without a setting: 23001 update or delete on table "order" violates RESTRICT setting of foreign key constraint "payment_order_id_fkey" on table "payment"",
      ],
      [
        "order_line: store_app, insert of a row of somebody else: 1 rows",
        "order_line: row security is not forced: the owner of the table passes all policies by",
      ],
    ]
  `);
});

test('a table whose policies limit nobody makes no claim', () => {
  const tables = storeData.tables.filter(({ rowSecurity: security }) => security === undefined);
  expect(rowSecurity.claims({ ...store, data: { ...storeData, tables } }).claims).toEqual([]);
});
