// What attackers send, at every place of the documents that takes text: nothing breaks, nothing is told, nothing leaks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { textFields } from './bodies.ts';
import { bodyOf, inside, looseOf, parametersOf, textOf } from './documents.ts';
import {
  allowedOf,
  bodyFor,
  callerOf,
  entityOf,
  headersFor,
  idIn,
  itemsIn,
  offered,
  pathFor,
  prepare,
  tagOf,
  title,
} from './calls.ts';
import type { Operation } from './calls.ts';
import { harness, send } from './harness.ts';
import type { Told } from './harness.ts';

before(() => harness.reset());
after(() => harness.reset());

const strings: readonly string[] = [
  `' or '1'='1' --`,
  `'; drop table users; --`,
  `") or 1=1; select pg_sleep(5) --`,
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '\u0000',
  '\uFEFF\u202Etxt.exe\u0000',
  'a\r\nset-cookie: stolen=1',
  '{"$ne":null}',
  '<script>alert(1)</script>',
  '${jndi:ldap://127.0.0.1/a}',
  '{{7*7}}',
  '\uD800',
  '𝕏'.repeat(300),
  '%00%0a%0d',
  '-1e309',
];

/** Half a character cannot stand in a URL. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

let turn = 0;
/** Another three at each place: over all places each string has its turn. */
const some = (): readonly string[] => [0, 1, 2].map(() => strings[turn++ % strings.length] ?? '');

function assertHarmless(answer: Told, what: string): void {
  assert.ok(answer.status < 500, `${JSON.stringify(what)}: ${answer.told}`);
  assert.ok(!inside.test(answer.text), `${JSON.stringify(what)} makes it tell of its inside: ${answer.told}`);
  assert.equal(answer.headers['set-cookie'], undefined, `a header was injected: ${answer.told}`);
  if (answer.status >= 400)
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/, answer.told);
}

for (const operation of offered) {
  test(title(operation, 'hostile parameters do no harm'), async (t) => {
    const role = callerOf(operation);
    const path = await pathFor(operation, role);
    if (path === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
    for (const parameter of parametersOf(operation.path, operation.method)) {
      const name = textOf(parameter['name']);
      if (parameter['in'] === 'query')
        for (const text of some()) {
          const query = `${path}${path.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(wellFormed(text))}`;
          const answer = await send(role, operation.method, query, await bodyAndHeaders(operation, role));
          assertHarmless(answer, text);
          await assertOwn(operation, role, answer);
        }
      if (parameter['in'] === 'path')
        for (const text of some()) {
          const other = operation.path
            .replace(`{${name}}`, encodeURIComponent(wellFormed(text)))
            .replaceAll(/\{\w+\}/g, '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f');
          const answer = await send(role, operation.method, other, await bodyAndHeaders(operation, role));
          assertHarmless(answer, text);
          assert.ok(answer.status >= 400, `an id that is none is taken: ${answer.told}`);
        }
    }
    if (operation.method === 'GET')
      for (const raw of [
        '?__proto__[admin]=1',
        '?constructor.prototype.admin=1',
        '?limit=1&limit=2',
        `?${'a=1&'.repeat(500)}`,
        '?%ff=%fe',
      ]) {
        const answer = await send(
          role,
          'GET',
          `${operation.path.replaceAll(/\{\w+\}/g, '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f')}${raw}`,
        );
        assertHarmless(answer, raw);
      }
  });

  const documented = bodyOf(operation.path, operation.method);
  if (documented === undefined) continue;
  test(title(operation, 'hostile bodies do no harm'), async (t) => {
    const role = callerOf(operation);
    const path = await pathFor(operation, role);
    if (path === undefined) return t.skip(`the generated data hold no ${operation.entity}`);
    const tag = operation.conditional === true ? await tagOf(operation.entity, idIn(path)) : undefined;
    const headers = () => headersFor(operation, tag);
    for (const field of textFields(documented.schema))
      for (const text of some()) {
        const valid = await bodyFor(operation, role);
        const answer = await send(role, operation.method, path, {
          headers: headers(),
          body: { ...valid, [field]: text },
        });
        assertHarmless(answer, text);
        if (answer.status < 300) assertKept(answer, field, text);
      }
    const valid = JSON.stringify((await bodyFor(operation, role)) ?? {});
    const raws = [
      `{"__proto__":{"admin":true},${valid.slice(1)}`,
      `{"constructor":{"prototype":{"admin":true}},${valid.slice(1)}`,
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      `{"a":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`,
      '\u0000',
      '"text"',
      'null',
      'NaN',
      '1e999',
    ];
    for (const raw of raws) {
      const answer = await send(role, operation.method, path, { headers: headers(), raw });
      assertHarmless(answer, raw.slice(0, 60));
      assert.ok(answer.status >= 400, `${raw.slice(0, 60)} is taken: ${answer.told}`);
    }
    assert.equal(Reflect.get({}, 'admin'), undefined);
  });
}

async function bodyAndHeaders(operation: Operation, role: string) {
  const prepared = await prepare(operation, role);
  return prepared?.sent ?? {};
}

/** Text is kept as it was sent, or refused: what is changed on the way was run by somebody. */
function assertKept(answer: Told, field: string, text: string): void {
  const kept = looseOf(answer.body)[field];
  if (typeof kept === 'string') assert.equal(kept, wellFormed(text) === text ? text : kept, answer.told);
}

async function assertOwn(operation: Operation, role: string, answer: Told): Promise<void> {
  const own = entityOf(operation.entity)?.own;
  const isOwn = allowedOf(operation).some((each) => each.role === role && each.condition === 'owner');
  if (!isOwn || own === undefined || operation.verb !== 'list' || answer.status !== 200) return;
  const rows = await harness.query(`select id from ${entityOf(operation.entity)?.table} where ${own}`, [
    await harness.person(role),
  ]);
  const mine = new Set(rows.map(({ id }) => id));
  assert.deepEqual(
    itemsIn(answer).filter((each) => !mine.has(textOf(each['id']))),
    [],
    `objects of somebody else: ${answer.told}`,
  );
}
