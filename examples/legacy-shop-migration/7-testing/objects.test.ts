// An object from its creation to its end: read, listed, changed on the version that was read, deleted, and then gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as fc from 'fast-check';
import { arbitraryAt, isObject } from './bodies.ts';
import { bodyOf, differences, looseOf, textOf } from './documents.ts';
import {
  allowedOf,
  bodyFor,
  call,
  entityOf,
  headersFor,
  isDone,
  itemsIn,
  operations,
  pathFor,
  prepare,
  suite,
  tagOf,
  title,
} from './calls.ts';
import type { Operation } from './calls.ts';
import { harness, send } from './harness.ts';
import type { Told } from './harness.ts';

before(() => harness.reset());
after(() => harness.reset());

const operationOf = (entity: string, verb: string, method: string): Operation | undefined =>
  operations.find(
    (each) => each.entity === entity && each.verb === verb && each.method === method && each.proof !== true,
  );

/** The role that may most of what can be done with an entity. */
function roleFor(all: readonly Operation[]): string | undefined {
  const [first, ...rest] = all.map((each) => allowedOf(each).map(({ role }) => role));
  return first
    ?.filter((role) => role !== 'anonymous')
    .toSorted(
      (a, b) =>
        rest.filter((roles) => roles.includes(b)).length - rest.filter((roles) => roles.includes(a)).length,
    )[0];
}

const idOf = (answer: Told): string => textOf(looseOf(answer.body)['id']);

for (const { name } of suite.entities) {
  const create = operationOf(name, 'create', 'POST');
  const read = operationOf(name, 'read', 'GET');
  const list = operationOf(name, 'list', 'GET');
  const update = operationOf(name, 'update', 'PATCH');
  const remove = operationOf(name, 'delete', 'DELETE');
  const first = create ?? update ?? read;
  const role = roleFor([create, read, list, update, remove].flatMap((each) => each ?? []));
  if (first === undefined || role === undefined) continue;

  /** A new object, or one that is there where none can be made. */
  const made = async (): Promise<{ readonly id: string; readonly answer?: Told } | undefined> => {
    const prepared = create !== undefined && mayDo(create, role) ? await prepare(create, role) : undefined;
    if (create !== undefined && prepared !== undefined) {
      const answer = await call(create, role, prepared);
      if (answer.status === 201) return { id: idOf(answer), answer };
    }
    const id = await harness.object(name, { role, owned: true });
    return id === undefined ? undefined : { id };
  };
  const send1 = (
    operation: Operation,
    id: string,
    more: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
  ) => send(role, operation.method, operation.path.replace('{id}', id), more);

  if (read !== undefined && mayDo(read, role)) {
    test(title(read, 'what was created is read back the same, with its version'), async (t) => {
      const object = await made();
      if (object === undefined) return t.skip(`the generated data hold no ${name}`);
      const answer = await send1(read, object.id);
      assert.equal(answer.status, 200, answer.told);
      assert.equal(differences(read.path, read.method, answer), '');
      if (object.answer === undefined) return;
      assert.deepEqual(
        shared(answer.body, object.answer.body),
        shared(object.answer.body, answer.body),
        answer.told,
      );
      const location = object.answer.headers['location'];
      if (location !== undefined)
        assert.equal((await send(role, 'GET', location)).status, 200, `Location ${location} cannot be read`);
    });
    if (read.conditional === true && entityOf(name)?.versioned === true)
      test(title(read, 'what the client holds is not sent again'), async (t) => {
        const object = await made();
        if (object === undefined) return t.skip(`the generated data hold no ${name}`);
        const tag = (await send1(read, object.id)).headers['etag'] ?? '';
        assert.match(tag, /^(W\/)?"[^"]+"$/);
        const same = await send1(read, object.id, { headers: { 'if-none-match': tag } });
        assert.equal(same.status, 304, same.told);
        assert.equal(same.text, '');
        assert.equal(
          (await send1(read, object.id, { headers: { 'if-none-match': '"of-before"' } })).status,
          200,
        );
      });
    test(title(read, 'an id that nothing has is answered 404'), async () => {
      const answer = await send1(read, '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f');
      assert.equal(answer.status, 404, answer.told);
      assert.equal(differences(read.path, read.method, answer), '');
    });
  }

  if (create !== undefined && list !== undefined && mayDo(create, role) && mayDo(list, role))
    test(title(list, 'what was created is in the list'), async (t) => {
      const prepared = await prepare(create, role);
      const path =
        prepared === undefined
          ? undefined
          : list.path.includes('{')
            ? prepared.path
            : await pathFor(list, role);
      if (prepared === undefined || path === undefined) return t.skip(`the generated data hold no ${name}`);
      const answer = await call(create, role, prepared);
      if (answer.status !== 201) return t.skip(`it is not made here: ${answer.status}`);
      assert.ok(await isListed(role, path, idOf(answer)), `${path} does not hold ${answer.told}`);
    });

  if (update !== undefined && mayDo(update, role)) changed(update, read, role, made);

  if (remove !== undefined && mayDo(remove, role))
    test(title(remove, 'what was deleted is gone'), async (t) => {
      const object = await made();
      if (object === undefined) return t.skip(`the generated data hold no ${name}`);
      if (remove.conditional === true && entityOf(name)?.versioned === true) {
        const without = await send1(remove, object.id);
        assert.equal(without.status, 428, without.told);
        const stale = await send1(remove, object.id, { headers: { 'if-match': '"of-before"' } });
        assert.equal(stale.status, 412, stale.told);
      }
      const tag = (await tagOf(name, object.id)) ?? '"1"';
      const answer = await send1(remove, object.id, { headers: { 'if-match': tag } });
      if (answer.status === 409) return t.skip('others refer to it');
      assert.equal(answer.status, remove.success, answer.told);
      const again = await send1(remove, object.id, { headers: { 'if-match': tag } });
      assert.equal(again.status, 404, again.told);
      if (read !== undefined && mayDo(read, role)) assert.equal((await send1(read, object.id)).status, 404);
    });
}

function mayDo(operation: Operation, role: string): boolean {
  return allowedOf(operation).some((each) => each.role === role);
}

/** The fields of one that the other has as well; times of change aside. */
function shared(of: unknown, other: unknown): unknown {
  return Object.fromEntries(
    Object.entries(looseOf(of)).filter(([key]) => Object.hasOwn(looseOf(other), key) && key !== 'updated_at'),
  );
}

async function isListed(role: string, path: string, id: string): Promise<boolean> {
  let cursor = '';
  for (let page = 0; page < 50; page++) {
    const answer = await send(role, 'GET', `${path}?limit=100${cursor}`);
    assert.equal(answer.status, 200, answer.told);
    if (itemsIn(answer).some((each) => each['id'] === id)) return true;
    const next = looseOf(answer.body)['next_cursor'];
    if (typeof next !== 'string') return false;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  return false;
}

function changed(
  update: Operation,
  read: Operation | undefined,
  role: string,
  made: () => Promise<{ readonly id: string } | undefined>,
): void {
  const documented = bodyOf(update.path, update.method);
  if (documented === undefined) return;
  test(title(update, 'a change is made on the version that was read, and on nothing else'), async (t) => {
    const object = await made();
    if (object === undefined) return t.skip(`the generated data hold no ${update.entity}`);
    const path = update.path.replace('{id}', object.id);
    const base = await bodyFor(update, role);
    const type = headersFor(update)['content-type'] ?? 'application/json';
    const patch = (body: unknown, match?: string) =>
      send(role, update.method, path, {
        body,
        headers: { 'content-type': type, ...(match !== undefined && { 'if-match': match }) },
      });
    let tag = (await tagOf(update.entity, object.id)) ?? '"1"';
    if (entityOf(update.entity)?.versioned === true) {
      const without = await patch(base);
      assert.equal(without.status, 428, without.told);
      const stale = await patch(base, '"of-before"');
      assert.equal(stale.status, 412, stale.told);
      if (read !== undefined && mayDo(read, role))
        tag = (await send(role, 'GET', read.path.replace('{id}', object.id))).headers['etag'] ?? '';
    }
    let wasMade = false;
    for (const sample of fc.sample(arbitraryAt(documented.schema), { numRuns: 8, seed: 2 })) {
      const body = isObject(sample) ? await bodyFor(update, role, sample) : undefined;
      if (body === undefined || Object.keys(body).length === 0) continue;
      const answer = await patch(body, tag);
      assert.equal(differences(update.path, update.method, answer), '');
      if (!isDone(answer)) continue;
      wasMade = true;
      assert.deepEqual(
        comparable(shared(answer.body, body)),
        comparable(shared(body, answer.body)),
        answer.told,
      );
      const now = answer.headers['etag'];
      if (now !== undefined) {
        assert.notEqual(now, tag, `the version stays: ${answer.told}`);
        const late = await patch(body, tag);
        assert.equal(late.status, 412, `a version of before is taken: ${late.told}`);
        tag = now;
      }
    }
    if (!wasMade) t.diagnostic('no change was taken: what refers to it or its state forbids each');
  });
}

/** Times are the same in whatever zone they are told. */
const comparable = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' && /^\d{4}-\d\d-\d\dT/.test(each) ? new Date(each).getTime() : each,
  );
