import { describe, expect, test } from 'vitest';
import { loadPacks } from './packs.ts';
import { printProblem } from './problem.ts';
import { readBrief } from './read.ts';

const packs = loadPacks();

/** What a person reads when the text is wrong. */
function problemsOf(text: string): string {
  const result = readBrief(text, { file: 'shop.brief.yaml', packs });
  return result.kind === 'invalid' ? result.problems.map(printProblem).join('\n') : 'no problem';
}

const small = 'brief: 1\nsystem: { id: shop, name: Shop }\n';

describe('a brief that cannot be used says where, why and what next', () => {
  test.each<[string, string, string]>([
    [
      'a mistyped key',
      `${small}capabilites: { auth: {} }\n`,
      'shop.brief.yaml:3:1  Unknown key "capabilites".\n  why   Nothing would read it.\n  next  Did you mean "capabilities"?',
    ],
    [
      'an unknown capability',
      `${small}capabilities: { ordrs: {} }\n`,
      'shop.brief.yaml:3:17  No pack offers the capability "ordrs".\n  why   Packs bring the entities, operations and rules of a capability.\n  next  Did you mean "orders"?',
    ],
    [
      'an unknown option',
      `${small}capabilities: { orders: { row: 5M } }\n`,
      'shop.brief.yaml:3:27  The pack orders has no option "row".',
    ],
    [
      'an unreadable value of an option',
      `${small}capabilities:\n  orders:\n    rows: many\n`,
      'shop.brief.yaml:5:11  entities.Order.rows cannot be read.',
    ],
    [
      'a key twice',
      `${small}actors: [a]\nactors: [b]\n`,
      'shop.brief.yaml:4:1  This key stands twice in one map.',
    ],
    ['broken YAML', `${small}actors: [a\n`, 'This is not YAML.'],
    [
      'an unknown entity',
      `${small}capabilities: { auth: {} }\nworkloads:\n  a: { actor: customer, op: list Ordr, users: 5 concurrent, share: 100% }\n`,
      'shop.brief.yaml:5:29  workloads.a.op: "Ordr" is not known.',
    ],
    [
      'an unknown role',
      `${small}capabilities: { orders: {} }\npolicies:\n  access:\n    - custommer may read Order\n`,
      'shop.brief.yaml:6:7  policies.access.0: "custommer" is not known.\n  why   No actor is called "custommer".\n  next  Did you mean "customer"?',
    ],
    [
      'shares that do not sum',
      `${small}capabilities: { orders: {} }\nworkloads:\n  a: { actor: customer, op: list Order, users: 5 concurrent, share: 60% }\n  b: { actor: customer, op: read Order, share: 20% }\n`,
      'The shares of the workloads sum to 80%.\n  why   Shares divide all requests of one group of users: a 60% + b 20%.',
    ],
    [
      'an unknown event',
      `${small}capabilities: { orders: {} }\nworkloads:\n  a: { actor: customer, op: create Order, users: 5 concurrent, steps: [publish order.place] }\n`,
      '"order.place" is not known.\n  why   There is no event "order.place".\n  next  Did you mean "order.placed"?',
    ],
    [
      'an unknown class of data',
      `${small}policies: { data: { classes: { personal: [User.email] } } }\n`,
      '"personal" is no class of data.',
    ],
    [
      'an objective for nothing',
      `${small}slos: { brwose: { latency: p95 < 1s } }\n`,
      'slos.brwose: "brwose" is not known.',
    ],
    [
      'an entity a pack has',
      `${small}capabilities: { orders: {} }\nentities: { Order: { fields: { a: string } } }\n`,
      'The entity Order is there already.\n  why   The pack orders brings it.\n  next  Add extend: true',
    ],
    [
      'a reference to nothing',
      `${small}entities: { Note: { fields: { order: ref Order } } }\n`,
      'entities.Note.fields.order: "Order" is not known.',
    ],
    ['no version', 'system: { id: a, name: A }\n', 'The document has no "brief".'],
    ['no system', 'brief: 1\n', 'The brief has no "system".'],
    ['a list', '- a\n', 'The document must be a map.'],
    ['nothing', '  \n', 'The brief is empty.'],
    ['bytes', 'a\u0000b', 'This is not a text.'],
  ])('%s', (_, text, expected) => expect(problemsOf(text)).toContain(expected));

  test('several problems come at once', () => {
    const text = `${small}actrs: []\ncapabilities: { nothing: {} }\nconstraints: { budget: 5 }\n`;
    expect(problemsOf(text).match(/why/g)).toHaveLength(3);
  });

  test('hostile documents end in a problem, soon', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'[index]},`.repeat(10)}]`)
      .join('\n')}\n`;
    expect(problemsOf(bomb)).toMatch(/alias cannot be used|too large/);
    expect(problemsOf('['.repeat(100_000))).toContain('nested too deeply');
    expect(problemsOf('{a: '.repeat(3000))).toContain('nested too deeply');
    expect(problemsOf('x'.repeat(1_000_001))).toContain('too large');
    expect(problemsOf(`a: &a\n  b: *a\n`)).toMatch(/alias|deep/);
    expect(problemsOf(`${small}'__proto__': { x: 1 }\nconstructor: 1\n`)).toContain(
      'Unknown key "__proto__"',
    );
  });

  test('JSON is a brief too', () => {
    expect(
      problemsOf(JSON.stringify({ brief: 1, system: { id: 'a', name: 'A' }, capabilities: { auth: {} } })),
    ).toBe('no problem');
    expect(problemsOf('{"brief": 1,\n "system": {"id": "a", "nmae": "A"}}')).toContain(
      'shop.brief.yaml:2:24  Unknown key "nmae" in system.',
    );
  });
});
