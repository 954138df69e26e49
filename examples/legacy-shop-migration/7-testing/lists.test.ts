// Lists: every object once, in their order, by their filters, and of a caller's own only these.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { exampleAt, itemsAt, answerSchema } from './bodies.ts';
import { differences, looseOf, parametersOf, textOf, wordOf } from './documents.ts';
import type { Loose } from './documents.ts';
import { allowedOf, entityOf, itemsIn, operations, pathFor, title } from './calls.ts';
import type { Allowed, Operation } from './calls.ts';
import { harness, send } from './harness.ts';

before(() => harness.reset());
after(() => harness.reset());

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

/** All items of a list, page by page. */
async function walk(role: string, path: string, limit: number): Promise<readonly Loose[]> {
  const items: Loose[] = [];
  let cursor = '';
  for (let page = 0; page < 400; page++) {
    const answer = await send(role, 'GET', withQuery(path, `limit=${limit}${cursor}`));
    assert.equal(answer.status, 200, answer.told);
    const here = itemsIn(answer);
    assert.ok(here.length <= limit, `${here.length} items on a page of ${limit}: ${path}`);
    items.push(...here);
    const next = looseOf(answer.body)['next_cursor'];
    if (typeof next !== 'string') return items;
    assert.ok(
      here.length === limit,
      `a page of ${limit} has ${here.length} items and is not the last: ${path}`,
    );
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  throw new Error(`${path} has no end`);
}

const idsOf = (items: readonly Loose[]): readonly string[] => items.map((each) => String(each['id']));

/** One caller for whom rows are all the same, and one of each kind of condition. */
function callersOf(operation: Operation): readonly Allowed[] {
  const kinds = new Map<string, Allowed>();
  for (const rule of allowedOf(operation)) {
    const kind = `${rule.condition ?? ''} ${rule.mask ?? ''}`;
    if (!kinds.has(kind)) kinds.set(kind, rule);
  }
  return [...kinds.values()];
}

/** Orders as PostgreSQL has them: numbers by size, times by time, text by code point, nothing at the end. */
function isBehind(a: unknown, b: unknown): boolean {
  if (a === null || b === null) return a === null || b === null;
  if (typeof a === 'number' && typeof b === 'number') return a <= b;
  return timeWord(wordOf(a)) <= timeWord(wordOf(b));
}

/** A moment whose seconds have no fraction, or a shorter one, as text that stands where the moment does. */
const timeWord = (word: string): string =>
  word.replace(
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/,
    (_, whole: string, part = '') => `${whole}.${String(part).padEnd(9, '0')}Z`,
  );

for (const operation of operations.filter(({ verb }) => verb === 'list')) {
  for (const rule of callersOf(operation))
    test(title(operation, `pages hold each object that ${rule.role} may see once`), async (t) => {
      const path = await pathFor(operation, rule.role);
      if (path === undefined) return t.skip('the generated data hold no object for its path');
      const whole = await walk(rule.role, path, 100);
      const paged = await walk(rule.role, path, whole.length > 60 ? 23 : 7);
      assert.deepEqual(idsOf(paged), idsOf(whole), `pages of ${path} differ from the whole`);
      assert.equal(new Set(idsOf(whole)).size, whole.length, `${path} repeats objects`);
      assertOrder(operation, whole, path);
      const own = entityOf(operation.entity)?.own;
      if (rule.condition === 'owner' && own !== undefined)
        await assertOwn(operation, rule.role, path, own, whole);
      else if (!operation.path.includes('{') && rule.role !== 'anonymous')
        await assertAll(operation, whole, path);
    });

  const [caller] = allowedOf(operation);
  if (caller === undefined) continue;
  for (const filter of operation.filters ?? [])
    test(title(operation, `the filter ${filter} is kept to`), async (t) => {
      const path = await pathFor(operation, caller.role);
      if (path === undefined) return t.skip('the generated data hold no object for its path');
      const whole = await walk(caller.role, path, 100);
      const value = whole.map((each) => each[filter]).find((each) => each !== null && each !== undefined);
      if (value === undefined) return t.skip(`no object has a ${filter}`);
      const expected = idsOf(whole.filter((each) => each[filter] === value));
      const found = await walk(
        caller.role,
        withQuery(path, `${filter}=${encodeURIComponent(wordOf(value))}`),
        100,
      );
      assert.deepEqual(idsOf(found), expected, `${path} by ${filter}=${wordOf(value)}`);
    });

  test(title(operation, 'its parameters are held to the document'), async (t) => {
    const path = await pathFor(operation, caller.role);
    if (path === undefined) return t.skip('the generated data hold no object for its path');
    for (const wrong of [
      'limit=0',
      'limit=101',
      'limit=ten',
      'cursor=bm9uZQ',
      'fields=none_of_these',
      ...wrongFilters(operation),
    ]) {
      const answer = await send(caller.role, 'GET', withQuery(path, wrong));
      assert.equal(answer.status, 400, `${wrong}: ${answer.told}`);
      assert.equal(differences(operation.path, operation.method, answer), '');
    }
    const one = await send(caller.role, 'GET', withQuery(path, 'limit=1&fields=id'));
    assert.equal(one.status, 200, one.told);
    for (const item of itemsIn(one)) assert.deepEqual(Object.keys(item), ['id'], one.told);
  });
}

const wrongFilters = ({ path, method, filters = [] }: Operation): readonly string[] =>
  parametersOf(path, method)
    .filter((each) => filters.includes(textOf(each['name'])))
    .filter(
      (each) =>
        ['uuid', 'date-time'].includes(textOf(looseOf(each['schema'])['format'])) ||
        Array.isArray(looseOf(each['schema'])['enum']),
    )
    .map((each) => `${textOf(each['name'])}=none-of-these`);

function assertOrder({ order = [], path: named }: Operation, items: readonly Loose[], path: string): void {
  const [by] = order;
  if (by === undefined || items[0]?.[by.name] === undefined) return;
  for (const [index, item] of items.slice(1).entries()) {
    const before = items[index]?.[by.name];
    const [a, b] = by.descending ? [item[by.name], before] : [before, item[by.name]];
    assert.ok(
      isBehind(a, b),
      `${named} is not in its order by ${by.name}: ${String(before)} before ${String(item[by.name])} (${path})`,
    );
  }
}

async function assertOwn(
  operation: Operation,
  role: string,
  path: string,
  own: string,
  items: readonly Loose[],
): Promise<void> {
  const person = await harness.person(role);
  const rows = await harness.query(`select id from ${entityOf(operation.entity)?.table} where ${own}`, [
    person,
  ]);
  const mine = new Set(rows.map(({ id }) => id));
  const foreign = idsOf(items).filter((id) => !mine.has(id));
  assert.deepEqual(foreign, [], `${path} shows ${role} objects of somebody else`);
  if (!operation.path.includes('{')) assert.equal(items.length, mine.size, `${path} leaves out own objects`);
}

async function assertAll(operation: Operation, items: readonly Loose[], path: string): Promise<void> {
  const [row] = await harness.query(`select count(*) as n from ${entityOf(operation.entity)?.table}`);
  assert.equal(items.length, Number(row?.['n']), `${path} leaves out objects, or shows too many`);
}

for (const operation of operations.filter(({ verb }) => verb === 'search'))
  test(
    title(operation, 'finds what was found before by its words, and no more than was asked for'),
    async (t) => {
      const [caller] = allowedOf(operation);
      if (caller === undefined) return t.skip('nobody may search');
      const list = operations.find((each) => each.verb === 'list' && each.entity === operation.entity);
      const path = list === undefined ? undefined : await pathFor(list, caller.role);
      const known = path === undefined ? [] : await walk(caller.role, path, 100);
      const word =
        known.flatMap((each) => textOf(each['name']).split(/\W+/)).find((each) => each.length > 3) ?? 'text';
      const required = parametersOf(operation.path, operation.method)
        .filter((each) => each['required'] === true && each['name'] !== 'q')
        .map(
          (each) =>
            `&${textOf(each['name'])}=${encodeURIComponent(String(exampleAt(looseOf(each['schema']))))}`,
        );
      const answer = await send(
        caller.role,
        'GET',
        `${operation.path}?q=${encodeURIComponent(word)}&limit=2${required.join('')}`,
      );
      assert.equal(answer.status, 200, answer.told);
      assert.ok(itemsIn(answer).length <= 2, answer.told);
      assert.equal(differences(operation.path, operation.method, answer), '');
      assert.notEqual(itemsAt(answerSchema(operation.path, operation.method, 200)), undefined);
    },
  );
