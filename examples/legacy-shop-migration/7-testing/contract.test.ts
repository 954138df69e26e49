// Every operation against its document: the example, valid bodies at random, bodies with one fault, what is no request.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as fc from 'fast-check';
import { arbitraryAt, faultsIn, isObject } from './bodies.ts';
import { api, bodyOf, differences, looseOf } from './documents.ts';
import type { Loose } from './documents.ts';
import {
  bodyFor,
  call,
  callerOf,
  countOf,
  entityOf,
  fresh,
  hasFewKeys,
  headersFor,
  isDone,
  offered,
  operations,
  perform,
  prepare,
  title,
} from './calls.ts';
import type { Operation } from './calls.ts';
import { harness, send } from './harness.ts';

const runs = Number(process.env['RUNS'] ?? 10);
await harness.reset();
after(() => harness.reset());

test('the suite holds operations', () => assert.ok(operations.length > 0));

/** What a request that is in order may be answered with apart from being done: its object is in another state, or it needs a proof. */
const excused = (operation: Operation, status: number): boolean =>
  (operation.verb === 'process' && status === 409) ||
  (status === 409 && hasFewKeys(operation)) ||
  (operation.proof === true && [400, 401, 403, 404, 409, 422, 429].includes(status));

for (const operation of offered) {
  test(title(operation, 'the documented example is answered as documented'), async (t) => {
    // What was done before may have ended what it needs: a person, the last piece.
    await harness.reset();
    const answer = await perform(operation);
    if (answer === undefined) return t.skip(`the generated data hold no ${operation.entity} for it`);
    assert.equal(differences(operation.path, operation.method, answer), '');
    assert.ok(isDone(answer) || excused(operation, answer.status), `it is not done: ${answer.told}`);
    if (isDone(answer)) assert.equal(answer.status, operation.success, answer.told);
  });

  const documented = bodyOf(operation.path, operation.method);
  if (documented === undefined) continue;

  test(title(operation, 'valid bodies are taken'), async (t) => {
    const role = callerOf(operation);
    let done = 0;
    const bodies = fc.sample(arbitraryAt(documented.schema), { numRuns: runs, seed: 1 });
    for (const body of bodies) {
      if (!isObject(body)) continue;
      const prepared = await prepare(operation, role, true, body);
      if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity} for it`);
      const answer = await call(operation, role, prepared);
      assert.equal(differences(operation.path, operation.method, answer), '');
      if (isDone(answer)) done += 1;
    }
    const isFree = operation.proof !== true && operation.verb !== 'process' && !hasFewKeys(operation);
    assert.ok(done > 0 || !isFree, `none of ${bodies.length} valid bodies was taken`);
  });

  test(title(operation, 'a body with one fault is refused and stores nothing'), async (t) => {
    const role = callerOf(operation);
    const valid = await bodyFor(operation, role);
    const prepared = await prepare(operation, role);
    if (valid === undefined || prepared === undefined)
      return t.skip(`the generated data hold no ${operation.entity} for it`);
    const table = entityOf(operation.entity)?.table;
    const before = table === undefined ? 0 : await countOf(table);
    for (const { what, body } of faultsIn(documented.schema, valid)) {
      const answer = await send(role, operation.method, prepared.path, {
        headers: headersFor(operation),
        body,
      });
      if (operation.proof === true && answer.status === 401) return t.skip('its proof is asked for first');
      assert.ok(
        answer.status === 400 || answer.status === 422,
        `${what}, and it is not refused: ${answer.told}`,
      );
      assert.equal(differences(operation.path, operation.method, answer), '');
      assert.ok(answer.status === 400 || pointsSomewhere(answer.body), `no field is named: ${answer.told}`);
    }
    if (table !== undefined && operation.verb !== 'process')
      assert.equal(await countOf(table), before, 'a refused body was stored');
  });

  test(title(operation, 'what is no body of it is refused'), async (t) => {
    const role = callerOf(operation);
    const prepared = await prepare(operation, role);
    if (prepared === undefined) return t.skip(`the generated data hold no ${operation.entity} for it`);
    const headers = prepared.sent.headers ?? {};
    const broken = await send(role, operation.method, prepared.path, { headers, raw: '{"a":' });
    if (operation.proof === true && broken.status === 401) return t.skip('its proof is asked for first');
    assert.equal(broken.status, 400, broken.told);
    const other = await send(role, operation.method, prepared.path, {
      headers: { ...headers, 'content-type': 'text/csv' },
      raw: 'a,b',
    });
    assert.equal(other.status, 415, other.told);
    const large = JSON.stringify({ [fresh()]: 'x'.repeat(1_100_000) });
    const tooLarge = await send(role, operation.method, prepared.path, { headers, raw: large });
    assert.ok([413, 422].includes(tooLarge.status), tooLarge.told.slice(0, 300));
  });
}

/** Refusals of fields say which. */
function pointsSomewhere(body: unknown): boolean {
  const { type, errors }: Loose = looseOf(body);
  return type !== '/problems/invalid' || (Array.isArray(errors) && errors.length > 0);
}

test('[scope/system] a path takes the methods of its document only', async () => {
  for (const path of new Set(
    operations.filter((each) => !each.path.includes('{')).map((each) => each.path),
  )) {
    const known = operations.filter((each) => each.path === path).map(({ method }) => method);
    const answer = await send('anonymous', 'PUT', path);
    if (known.includes('PUT')) continue;
    assert.equal(answer.status, 405, answer.told);
    for (const method of known)
      assert.ok(answer.headers['allow']?.includes(method), `Allow lacks ${method}: ${answer.told}`);
  }
});

test('[scope/system] a page of an allowed origin is told so, where the documents say that it is', async (t) => {
  const name = 'Access-Control-Allow-Origin';
  const example = looseOf(looseOf(looseOf(api['components'])['headers'])[name])['example'];
  const open = offered.find(({ method, verb }) => method === 'GET' && verb === 'list');
  if (typeof example !== 'string' || open === undefined)
    return t.skip('the documents say nothing of other origins');
  const allowed = await send('anonymous', 'GET', open.path, { headers: { origin: example } });
  assert.ok([undefined, example].includes(allowed.headers[name.toLowerCase()]), allowed.told);
  const other = await send('anonymous', 'GET', open.path, { headers: { origin: 'https://evil.example' } });
  assert.equal(other.headers[name.toLowerCase()], undefined, `any origin is allowed: ${other.told}`);
});

test('[scope/system] what is not there is a problem of the documented form', async () => {
  const answer = await send('anonymous', 'GET', `/${fresh('nowhere-')}`);
  assert.equal(answer.status, 404, answer.told);
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
});
