import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseExpression } from './expression.ts';
import { readFlow } from './read-flow.ts';

const good = `flow: shop
each: order
participants: { shop: service, bank: external, cache: cache }
records:
  order: { at: shop, values: [none, paid] }
  charges: { at: bank, values: times }
  stock: { at: shop, values: -1..2, start: 2, shared: true }
channels:
  paid: { delivery: at-least-once }
locks:
  till: {}
processes:
  pay:
    at: shop
    on: request
    steps:
      - call: bank
        does: { charges: charges + 1 }
        timeout: true
      - transaction: { order: paid, stock: stock - 1 }
        outbox: paid
  tell:
    at: shop
    on: paid
    steps:
      - read: { seen: order }
      - expect: seen = paid
always:
  - at-most-once: charges
  - not-negative: stock
ends: order = paid or charges = 0
`;

const problems = (text: string): readonly string[] => {
  const read = readFlow(text);
  return read.kind === 'flow'
    ? []
    : read.problems.map(({ line, column, what, next }) => `${line}:${column} ${what} | ${next}`);
};

const told = (from: string, to: string): string => problems(good.replace(from, to))[0] ?? 'nothing';

test('a flow is read with what the file leaves out', () => {
  const read = readFlow(good);
  expect(read).toMatchObject({
    kind: 'flow',
    flow: {
      name: 'shop',
      bounds: { instances: 2, crashes: 1, duplicates: 1, losses: 1, states: 2_000_000 },
      records: [{ name: 'order', words: ['none', 'paid'], start: 0 }, { most: 2 }, { least: -1, start: 2 }],
    },
  });
});

describe('what is wrong is told with its place, its reason and the next step', () => {
  test.each([
    ['each: order\n', '', '1:1 each is missing'],
    ['bank: external', 'bank: extrenal', '3:32 participants.bank has a value that is not known'],
    ['values: times', 'values: 5..2', '6:24 5..2 is no range that can be searched'],
    ['values: times', 'values: often', '6:24 records.charges.values: values are a list of words'],
    ['at: bank,', 'at: bnak,', '6:14 there is no participant bnak'],
    ['start: 2,', 'start: 7,', '7:37 stock cannot start as 7'],
    ['on: paid', 'on: payd', '24:5 nothing called payd ever happens'],
    ['on: paid', 'onn: paid', '22:3 processes.tell.on is missing'],
    ['on: paid', 'on: paid\n    onn: paid', '25:5 onn is no key of processes.tell'],
    ['order: paid,', 'order: payed,', '20:24 payed is neither a value nor a record'],
    ['order: paid,', 'charges: 1,', '20:24 charges is stored at bank, which this step does not reach'],
    ['- call: bank', '- call: shop', '17:9 shop calls itself'],
    ['does: { charges: charges + 1 }', 'does: { charges: charges+ }', '18:17 the expression ends too early'],
    ['charges + 1', 'charges-1', '18:17 there is no record charges-1 here'],
    ['outbox: paid', 'outbox: sold', '21:9 no channel carries sold'],
    ['timeout: true', 'inbox: true', '19:9 inbox says nothing of call'],
    ['- expect: seen', '- lock: till\n        expect: seen', '27:9 one step cannot be lock and expect'],
    ['seen = paid', 'sen = paid', '27:9 there is no record sen here'],
    ['{ seen: order }', '{ seen: charges }', '26:17 charges is stored at bank, which shop cannot read'],
    [
      'not-negative: stock',
      'not-negative: charges',
      '30:5 charges starts at 0 and could never be seen below 0',
    ],
    ['at-most-once: charges', 'at-most-one: role = (', '29:5 the expression ends too early'],
    ['ends: order', 'ends: ordr', '31:1 there is no record ordr here'],
    [
      'flow: shop',
      'flow: shop\nflow: again',
      '2:1 This is not YAML. The parser says: Map keys must be unique',
    ],
    ['flow: shop', 'flow: Shop!', '1:1 flow: a name has lower-case letters'],
  ])('%s -> %s', (from, to, expected) => {
    expect(good).toContain(from);
    expect(told(from, to)).toContain(expected);
    expect(told(from, to)).toMatch(/ \| .+/);
  });

  test('all of it at once', () => {
    const several = good.replace('on: paid', 'on: payd').replace('outbox: paid', 'outbox: sold');
    expect(problems(several)).toHaveLength(2);
  });

  test('nothing, a list, a huge file', () => {
    expect(problems('')).toHaveLength(1);
    expect(problems('- a\n- b\n')).toHaveLength(1);
    expect(problems('#'.repeat(300_000))[0]).toContain('at most 200000 are read');
  });
});

test.each([
  ['an alias of nothing', '*nothing', 'This alias cannot be followed. Nothing is called &nothing'],
  [
    'an alias of what it stands in',
    '&own { own: *own }',
    'This alias cannot be followed. *own stands in what it stands for',
  ],
  [
    'many aliases',
    `[&one x${', *one'.repeat(30)}]`,
    'This alias cannot be followed. There are more than 20 aliases',
  ],
])('%s is told, with its place', (_, about, what) => {
  const read = readFlow(good.replace('\neach:', `\nabout: ${about}\neach:`));
  expect(read).toMatchObject({ kind: 'unreadable', problems: [{ line: expect.any(Number), what }] });
});

test('a name that a plain value cannot have is told, and not left out', () => {
  expect(problems(good.replace('  order: { at', '  __proto__: { at'))[0]).toContain(
    '__proto__ is not a name',
  );
});

test('no mangled file makes the reader throw', () => {
  const lines = good.split('\n');
  const words = ['', '{', '}', '- ', ': ', 'x', '&a', '*a', '!!js', '"', '1e9', 'null', '[[', '\u0000'];
  assert(
    property(
      integer({ min: 0, max: lines.length - 1 }),
      integer({ min: 0, max: 40 }),
      constantFrom(...words),
      (at, column, word) => {
        const mangled = lines.map((line, index) =>
          index === at ? line.slice(0, column) + word + line.slice(column + 2) : line,
        );
        const read = readFlow(mangled.join('\n'));
        if (read.kind === 'unreadable')
          for (const { line, column: col, what, next } of read.problems) {
            expect(line).toBeGreaterThan(0);
            expect(col).toBeGreaterThan(0);
            expect(what).not.toBe('');
            expect(next).not.toBe('');
          }
      },
    ),
    { numRuns: 500 },
  );
});

describe('expressions', () => {
  test.each([
    ['a = 1 or b = 2 and not c', 'any'],
    ['a - 1 <= count(b = c)', 'compare'],
    ['not (a = b)', 'not'],
    ['sum(a) + 2', 'add'],
  ])('%s', (text, kind) => {
    expect(parseExpression(text)).toMatchObject({ kind: 'term', term: { kind } });
  });

  test('subtraction goes from left to right', () => {
    expect(parseExpression('5 - 2 - 1')).toMatchObject({
      term: { kind: 'subtract', left: { kind: 'subtract' }, right: { value: 1 } },
    });
  });

  test.each(['', 'a =', 'a b', '(a', 'a ? b', 'and', '('.repeat(60), 'a = = b', 'A = 1'])(
    '%s is none',
    (text) => {
      expect(parseExpression(text).kind).toBe('wrong');
    },
  );
});

test('JSON is read, and what is wrong with it is told of JSON', () => {
  const read = readFlow(good);
  if (read.kind !== 'flow') throw new Error('the flow is not read');
  const json = JSON.stringify(parse(good), null, '\t');
  expect(readFlow(json)).toMatchObject({ kind: 'flow', flow: read.flow });
  expect(problems('{\n  "flow": "a"\n  "each": "b"\n}')[0]).toMatch(
    /^3:3 This is not JSON\. The parser says: /,
  );
  expect(problems('flow: a\n each: b\n')[0]).toMatch(/^\d:\d+ This is not YAML\. The parser says: /);
});
