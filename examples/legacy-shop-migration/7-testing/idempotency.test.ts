// A request that is repeated with its key is done once, whatever happens in between, and answered with the same bytes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { arbitraryAt, isObject } from './bodies.ts';
import { bodyOf, differences, looseOf } from './documents.ts';
import {
  bodyFor,
  call,
  callerOf,
  countOf,
  doneInSomeState,
  entityOf,
  fresh,
  isDone,
  offered,
  pathFor,
  prepare,
  title,
} from './calls.ts';
import type { Operation, Prepared } from './calls.ts';
import { harness, send } from './harness.ts';

before(() => harness.reset());
after(() => harness.reset());

const withKey = ({ path, sent }: Prepared, key: string | undefined): Prepared => {
  const { 'idempotency-key': _old, ...headers } = sent.headers ?? {};
  return {
    path,
    sent: { ...sent, headers: { ...headers, ...(key !== undefined && { 'idempotency-key': key }) } },
  };
};

const rowsOf = async (operation: Operation): Promise<number> => {
  const table = entityOf(operation.entity)?.table;
  return table === undefined ? 0 : countOf(table);
};

for (const operation of offered.filter(({ key }) => key === true)) {
  const role = callerOf(operation);
  const isCreated = operation.verb === 'create' && operation.proof !== true;

  test(title(operation, 'a repeat has no second effect and gets the same bytes'), async (t) => {
    const done = await doneInSomeState(operation, (prepared) => withKey(prepared, fresh('repeat-0-')));
    if (done === undefined) return t.skip('it is not done in any state of the generated data');
    const { answer: first, prepared: keyed } = done;
    if (harness.can.has('settle')) await harness.settle();
    const messages = (await harness.published()).length;
    const rows = await rowsOf(operation);
    const again = await call(operation, role, keyed);
    assert.equal(again.status, first.status, `the repeat: ${again.told}`);
    if (harness.can.has('settle')) await harness.settle();
    assert.equal(again.text, first.text, `the repeat: ${again.told}`);
    assert.equal(again.headers['location'], first.headers['location'], `the repeat: ${again.told}`);
    assert.equal(await rowsOf(operation), rows, 'the repeat stored something');
    assert.equal((await harness.published()).length, messages, 'the repeat published something');
    // Others have their own keys.
    const path = operation.path.includes('{') ? undefined : keyed.path;
    if (path === undefined || !isCreated || role === 'anonymous') return;
    const other = await send(role, operation.method, path, { ...keyed.sent, second: true });
    assert.notEqual(
      looseOf(other.body)['id'],
      looseOf(first.body)['id'],
      `the answer of somebody else: ${other.told}`,
    );
  });

  test(title(operation, 'without a key, or with one that is none, it is refused'), async (t) => {
    const prepared = await prepare(operation, role);
    if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
    for (const key of [undefined, 'short', 'x'.repeat(200)]) {
      const answer = await call(operation, role, withKey(prepared, key));
      assert.equal(answer.status, 400, answer.told);
      assert.equal(differences(operation.path, operation.method, answer), '');
    }
  });

  const documented = bodyOf(operation.path, operation.method);
  if (documented === undefined || !isCreated) continue;

  test(title(operation, 'another request under the same key is refused'), async (t) => {
    const path = await pathFor(operation, role);
    const prepared = await prepare(operation, role);
    if (prepared === undefined || path === undefined)
      return t.skip(`the generated data hold no ${operation.entity}`);
    const key = fresh('reused-0-');
    const first = await call(operation, role, withKey(prepared, key));
    if (!isDone(first)) return t.skip(`it is not done here: ${first.status}`);
    const text = JSON.stringify(prepared.sent.body);
    for (const sample of fc.sample(arbitraryAt(documented.schema), { numRuns: 5, seed: 3 })) {
      const body = isObject(sample) ? await bodyFor(operation, role, sample) : undefined;
      if (body === undefined || JSON.stringify(body) === text) continue;
      const answer = await call(operation, role, withKey({ path, sent: { ...prepared.sent, body } }, key));
      assert.equal(answer.status, 422, answer.told);
      assert.equal(looseOf(answer.body)['type'], '/problems/idempotency-key-reused', answer.told);
      assert.equal(differences(operation.path, operation.method, answer), '');
    }
  });

  test(title(operation, 'simultaneous requests with one key have one effect and one answer'), async (t) => {
    const prepared = await prepare(operation, role);
    if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
    const rows = await rowsOf(operation);
    const keyed = withKey(prepared, fresh('at-once-'));
    const answers = await Promise.all([1, 2, 3, 4].map(() => call(operation, role, keyed)));
    const done = answers.filter(isDone);
    if (done.length === 0) return t.skip(`it is not done here: ${answers[0]?.status}`);
    assert.equal(new Set(done.map(({ text }) => text)).size, 1, `two answers: ${done[0]?.told}`);
    for (const { status, told } of answers) assert.ok(status < 300 || status === 409, told);
    assert.ok((await rowsOf(operation)) <= rows + 1, `one key, several objects: ${done[0]?.told}`);
  });
}
