import { expect, test } from 'vitest';
import { boundOf } from '../../model/effect-sql/bound.ts';
import { runEffects, runOperation } from './run-effects.ts';
import { isRefusal, refusal } from './variables.ts';
import type { SqlValue, Transaction } from './variables.ts';

interface Seen {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** Answers each statement with the rows that are due, in order. */
function answering(...answers: readonly (readonly Readonly<Record<string, unknown>>[])[]): {
  readonly transaction: Transaction;
  readonly seen: Seen[];
} {
  const seen: Seen[] = [];
  return {
    seen,
    transaction: {
      run: (sql, values) => {
        const rows = answers[seen.length] ?? [];
        seen.push({ sql, values });
        return Promise.resolve({ rows, affected: rows.length });
      },
    },
  };
}

const nobody = (): Promise<never> => Promise.reject(new Error('nobody is to be asked'));
const problemOf = async (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'nothing',
    (error: unknown) => (isRefusal(error) ? error.problem : String(error)),
  );

test('values are numbered where they stand, outside of texts, casts and comments', () => {
  expect(boundOf("select :a::text, ':a', :b -- :c\nwhere x = :a")).toEqual({
    sql: "select $1::text, ':a', $2 -- :c\nwhere x = $3",
    names: ['a', 'b', 'a'],
  });
  expect(boundOf('select 1')).toBe(boundOf('select 1'));
});

test('the columns of an only row are variables of what follows; lists and objects travel as JSON', async () => {
  const { transaction, seen } = answering([{ cart: 'c', lines: [{ sku: 'a' }] }], []);
  const after = await runEffects(
    { statements: [{ sql: 'select cart, lines' }, { sql: 'insert :lines, :cart, :unset' }] },
    { id: 'o' },
    { transaction, call: nobody },
  );
  expect(after).toEqual({ id: 'o', cart: 'c', lines: [{ sku: 'a' }] });
  expect(seen[1]).toEqual({ sql: 'insert $1, $2, $3', values: ['[{"sku":"a"}]', 'c', null] });
});

test.each([
  ['one', 0, 'illegal-state'],
  ['one', 1, 'nothing'],
  ['one', 2, 'illegal-state'],
  ['some', 0, 'illegal-state'],
  ['some', 2, 'nothing'],
  ['none', 0, 'nothing'],
  ['none', 1, 'illegal-state'],
] as const)('%s asked, %i rows: %s', async (rows, many, problem) => {
  const { transaction } = answering(Array.from({ length: many }, () => ({ id: 1 })));
  const effects = { statements: [{ sql: 'update x', rows, otherwise: 'illegal-state' }] };
  expect(await problemOf(runEffects(effects, {}, { transaction, call: nobody }))).toBe(problem);
});

test.each([
  [true, 2],
  ['t', 2],
  [false, 1],
  [null, 1],
])('a condition that is %s', async (holds, statements) => {
  const { transaction, seen } = answering([{ holds }]);
  const effects = { condition: ":state = 'open'", statements: [{ sql: 'update x' }] };
  await runEffects(effects, { state: 'open' }, { transaction, call: nobody });
  expect(seen.length).toBe(statements);
  expect(seen[0]).toEqual({ sql: "select ($1 = 'open') as holds", values: ['open'] });
});

test('each element is asked for by itself; one that is refused says so, and the others go on', async () => {
  const { transaction } = answering();
  const after = await runEffects(
    { each: 'messages', call: { request: 'send', with: ['to'], gives: ['reference'] }, statements: [] },
    { messages: '[{"to":"a"},{"to":"b"}]', caller: 'x' },
    {
      transaction,
      call: ({ request }, { to }) =>
        to === 'a'
          ? Promise.reject(refusal('invalid', 'no such mailbox'))
          : Promise.resolve({
              reference: `${request} to ${to === undefined ? 'nobody' : JSON.stringify(to)}`,
            }),
    },
  );
  expect(after).toEqual({
    caller: 'x',
    messages: [
      { to: 'a', refused: 'invalid' },
      { to: 'b', reference: 'send to "b"' },
    ],
  });
});

test('an operation prepares values for its own statement, or is done by its statements', async () => {
  const { transaction } = answering([{ user_id: 'u' }]);
  const call = (): Promise<{ secret_hash: string }> => Promise.resolve({ secret_hash: 'h' });
  const hashing = { call: { request: 'hash', with: ['password'], gives: ['secret_hash'] }, statements: [] };
  expect(
    await runOperation(
      { sets: [{ sql: 'select :caller as user_id' }], effects: hashing },
      {},
      { transaction, call },
    ),
  ).toEqual({ variables: { user_id: 'u', secret_hash: 'h' }, isWhole: false });
  const whole = { statements: [{ sql: 'update x' }] };
  expect((await runOperation({ effects: whole }, {}, { transaction, call })).isWhole).toBe(true);
});
