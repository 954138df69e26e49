// Every role against every operation, and what a role may against objects of somebody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerSchema, fieldsOfClass, itemsAt } from './bodies.ts';
import { behind, differences } from './documents.ts';
import { allowedOf, call, isDone, itemsIn, operations, prepare, roles, title } from './calls.ts';
import type { Operation } from './calls.ts';
import { harness, send } from './harness.ts';

const refused: readonly number[] = [401, 403, 404];
before(() => harness.reset());
after(() => harness.reset());

test('the matrix is not empty', () => assert.ok(roles.length > 1 && operations.length > 0));

/** Whether something was changed since the rows were put back: whoever was erased or locked may nothing more. */
let isChanged = false;
const putBack = async (): Promise<void> => {
  if (isChanged) await harness.reset();
  isChanged = false;
};

for (const role of roles) {
  for (const operation of operations) {
    const rule = allowedOf(operation).find((each) => each.role === role);
    if (rule === undefined) {
      test(title(operation, `${role} is refused`), async (t) => {
        await putBack();
        const prepared = await prepare(operation, role === 'anonymous' ? anybody(operation) : role).then(
          async (own) => own ?? (await prepare(operation, anybody(operation))),
        );
        if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity} for it`);
        const answer = await call(operation, role, prepared);
        assert.ok(refused.includes(answer.status), `it is not refused: ${answer.told}`);
        if (role === 'anonymous') assert.equal(answer.status, 401, answer.told);
        assert.equal(differences(operation.path, operation.method, answer), '');
      });
      continue;
    }
    test(title(operation, `${role} is let through`), async (t) => {
      await putBack();
      const prepared = await prepare(operation, role);
      if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity} for it`);
      const answer = await call(operation, role, prepared);
      isChanged = operation.method !== 'GET' && isDone(answer);
      // A state or a proof may be refused (409, 422, 401): what counts is that the role is not.
      assert.ok(
        operation.proof === true || !refused.includes(answer.status),
        `it is refused: ${answer.told}`,
      );
      assert.ok(answer.status < 500, answer.told);
      if (rule.mask !== undefined && answer.status < 300) assertMasked(operation, rule.mask, answer);
    });
    if (rule.condition !== undefined && operation.path.includes('{'))
      test(title(operation, `${role} is refused an object of somebody else`), async (t) => {
        await putBack();
        const prepared = await prepare(operation, role, false);
        if (prepared === undefined)
          return t.skip(`the generated data hold no ${operation.entity} of somebody else`);
        const answer = await call(operation, role, prepared);
        const isEmpty = operation.verb === 'list' && answer.status === 200 && itemsIn(answer).length === 0;
        assert.ok(refused.includes(answer.status) || isEmpty, `it is not refused: ${answer.told}`);
      });
  }
}

/** Somebody who may, whose objects are there. */
const anybody = (operation: Operation): string => allowedOf(operation)[0]?.role ?? 'anonymous';

function assertMasked(operation: Operation, mask: string, answer: Awaited<ReturnType<typeof send>>): void {
  const schema = answerSchema(operation.path, operation.method, operation.success);
  const hidden = [...fieldsOfClass(schema, mask), ...fieldsOfClass(itemsAt(schema) ?? schema, mask)];
  const shown = [answer.body, ...itemsIn(answer)].flatMap((each) =>
    typeof each === 'object' && each !== null ? hidden.filter((name) => Object.hasOwn(each, name)) : [],
  );
  assert.deepEqual(shown, [], `fields of class ${mask} are shown: ${answer.told}`);
}

test('[scope/system] a token that is none is refused, and no word of it comes back', async () => {
  const operation = operations.find(
    (each) => each.method === 'GET' && !allowedOf(each).some(({ role }) => role === 'anonymous'),
  );
  if (operation === undefined) return;
  for (const authorization of [
    'Bearer none',
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    'Basic YWRtaW46YWRtaW4=',
    'Bearer',
  ]) {
    const answer = await send(
      'anonymous',
      'GET',
      operation.path.replaceAll(/\{\w+\}/g, '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f'),
      { headers: { authorization } },
    );
    assert.equal(answer.status, 401, answer.told);
    assert.ok(
      answer.headers['www-authenticate'] !== undefined,
      `WWW-Authenticate is missing: ${answer.told}`,
    );
    assert.ok(!answer.text.includes('eyJ'), answer.told);
  }
});

test('[scope/system] no answer shows a field of class secret that its operation does not document', async () => {
  for (const operation of operations.filter(({ verb }) => verb === 'read' || verb === 'list')) {
    const schema = behind(answerSchema(operation.path, operation.method, operation.success));
    for (const place of [schema, itemsAt(schema) ?? schema])
      assert.deepEqual(fieldsOfClass(place, 'secret'), [], `${operation.id} documents a secret`);
  }
});
