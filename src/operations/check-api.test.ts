import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { edited, remove, set } from '../testing/api-mutations/edit.ts';
import { ordersApi } from '../testing/api-mutations/orders-api.ts';
import { checkApi } from './check-api.ts';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';

const cwd = mkdtempSync(join(tmpdir(), 'plumbline-check-api-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const tools: Tools = { cwd, version: 'test', progress: () => {} };
const write = (file: string, text: string): string => {
  writeFileSync(join(cwd, file), text);
  return file;
};
const run = (document: string, more: Readonly<Record<string, string>> = {}) =>
  checkApi.run({ document, ...more }, tools);

/** The refusal of an input: what, where, next step. */
async function refusal(file: string, text: string): Promise<UserError> {
  try {
    await run(write(file, text));
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('the input was taken');
}

describe('what cannot be read is told with its place', () => {
  const told: readonly (readonly [string, string, string, string, RegExp])[] = [
    ['an empty file', 'empty.json', ' \n', 'empty.json:1:1', /empty/],
    ['JSON that breaks off', 'cut.json', '{\n  "openapi": "3.1.0",\n  "info": {', 'cut.json:3', /not JSON/],
    [
      'a comma too much',
      'comma.json',
      '{\n  "openapi": "3.1.0",\n  "paths": {,}\n}',
      'comma.json:3',
      /not JSON/,
    ],
    [
      'YAML with a wrong indent',
      'indent.yaml',
      'openapi: 3.1.0\ninfo:\n  title: x\n version: 1\n',
      'indent.yaml:4',
      /not YAML/,
    ],
    [
      'another document',
      'package.json',
      '{ "name": "x", "version": "1.0.0" }',
      'package.json:1:1',
      /no description of an API/,
    ],
    ['a list', 'list.json', '[1, 2]', 'list.json:1:1', /no description of an API/],
    ['text', 'notes.txt', 'Remember the milk', 'notes.txt:1:1', /no description of an API/],
    [
      'an unknown version',
      'four.yaml',
      'info: { title: x, version: "1" }\nopenapi: 4.0.0\npaths: {}\n',
      'four.yaml:2:1',
      /openapi 4\.0\.0 is not known/,
    ],
    ['no version', 'none.json', '{ "openapi": {} }', 'none.json:1:3', /of no version/],
    ['an old AsyncAPI', 'one.yaml', 'asyncapi: 1.2.0\n', 'one.yaml:1:1', /asyncapi 1\.2\.0 is not known/],
    [
      'GraphQL that breaks off',
      'cut.graphql',
      'type Query {\n  order: Order!\n',
      'cut.graphql:3:1',
      /no GraphQL schema/,
    ],
    [
      'deep nesting',
      'deep.json',
      `{"openapi":"3.1.0","paths":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`,
      'deep.json:1',
      /nested too deeply/,
    ],
    [
      'very deep nesting',
      'deeper.json',
      `{"openapi":"3.1.0","paths":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'deeper.json:1',
      /nested too deeply|cannot be read|not JSON/,
    ],
    [
      'deep YAML',
      'deep.yaml',
      `openapi: 3.1.0\npaths: ${'{a: '.repeat(3000)}1${'}'.repeat(3000)}\n`,
      'deep.yaml:',
      /nested too deeply|cannot be read/,
    ],
    [
      'an alias of itself',
      'self.yaml',
      'openapi: 3.1.0\npaths: &p\n  x: *p\n',
      'self.yaml:',
      /nested too deeply|alias/,
    ],
    [
      'aliases that explode',
      'bomb.yaml',
      `openapi: 3.1.0\na: &a [1,1,1,1,1,1,1,1,1,1]\n${'bcdefghij'
        .split('')
        .map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[at]}`).join(',')}]`)
        .join('\n')}\n`,
      'bomb.yaml:',
      /too large|aliases/,
    ],
  ];
  test.each(told)('%s', async (_, file, text, where, what) => {
    const error = await refusal(file, text);
    expect(error.where).toMatch(new RegExp(`^${where.replaceAll('.', '\\.')}`));
    expect(error.message).toMatch(what);
    expect(error.next).not.toBe('');
    expect(`${error.message}${error.next}`).not.toMatch(/\n\s+at /);
  });

  test('a file that is not there', async () => {
    await expect(run('nowhere.yaml')).rejects.toThrow(/no such file/);
  });

  test('an old document that cannot be read is named', async () => {
    write('new.json', JSON.stringify(ordersApi));
    write('broken.json', '{');
    await expect(run('new.json', { against: 'broken.json' })).rejects.toMatchObject({
      where: expect.stringContaining('broken.json:1'),
    });
  });
});

describe('findings', () => {
  test('a broken reference is a blocker with its line', async () => {
    const text =
      'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths:\n  /a:\n    get:\n      responses:\n        "200":\n          $ref: "#/components/responses/Gone"\n';
    const { exit, result } = await run(write('ref.yaml', text));
    expect(exit).toBe(1);
    expect(result['verdict']).toBe('refuted');
    expect(result['findings']).toContainEqual(
      expect.objectContaining({ rule: 'no-unresolved-refs', severity: 'blocker', file: 'ref.yaml', line: 8 }),
    );
  });

  test('a reference that leads out of the file is told, and not read', async () => {
    const text = 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths:\n  /a: { $ref: "/etc/passwd" }\n';
    const { result } = await run(write('out.yaml', text));
    expect(JSON.stringify(result['findings'])).toContain('leads out of the document');
  });

  test('a schema that contains itself ends', async () => {
    const next = edited(ordersApi, [
      set('/components/schemas/Order/allOf', [{ $ref: '#/components/schemas/Order' }]),
    ]);
    write('cyclic.json', JSON.stringify(next));
    write('orders.json', JSON.stringify(ordersApi));
    const { result } = await run('cyclic.json', { against: 'orders.json' });
    expect(result['measurements']).toMatchObject({ breaking: 0 });
  });

  test('what one edit clears is one finding with the number of its places', async () => {
    const { result } = await run(write('orders.json', JSON.stringify(ordersApi, null, 2)));
    const findings = JSON.stringify(result['findings']);
    expect(findings.match(/"rule":"rate-limit-answer-missing"/g)).toHaveLength(1);
    expect(findings).toContain(
      'GET /orders, POST /orders, GET /orders/{orderId}, DELETE /orders/{orderId} and 2 more; 6 places.',
    );
  });

  test('a breaking change is a blocker at its place in the new document', async () => {
    write('old.json', JSON.stringify(ordersApi, null, 2));
    const next = edited(ordersApi, [
      set('/paths/~1orders/get/parameters/1/required', true),
      remove('/components/schemas/Order/properties/note'),
    ]);
    write('next.json', JSON.stringify(next, null, 2));
    const { exit, result } = await run('next.json', { against: 'old.json' });
    expect(exit).toBe(1);
    expect(result['measurements']).toMatchObject({ breaking: 2, dangerous: 0, compatible: 0 });
    expect(result['findings']).toContainEqual(
      expect.objectContaining({
        rule: 'request-parameter-became-required',
        severity: 'blocker',
        file: 'next.json',
        what: 'GET /orders: The parameter `status` must be given now.',
      }),
    );
  });

  test('GraphQL: faults of the schema, of habit, and changes', async () => {
    const old = write(
      'old.graphql',
      'type Query { order(id: ID!): Order }\ntype Order { id: ID! note: String }\n',
    );
    const next = write(
      'next.graphql',
      'type Query { order(id: ID!): Order orders: [Order!]! }\ntype Order { id: ID }\n',
    );
    const { result } = await run(next, { against: old });
    const rules = JSON.stringify(result['findings']);
    for (const rule of [
      'graphql-list-without-pages',
      'graphql-nullable-id',
      'graphql-field-removed',
      'graphql-field-type-changed',
    ])
      expect(rules).toContain(`"rule":"${rule}"`);
    const broken = await run(write('invalid.graphql', 'type Query { order: Odrer }\n'));
    expect(JSON.stringify(broken.result['findings'])).toContain('Odrer');
  });

  test('AsyncAPI and Arazzo are linted', async () => {
    const asyncapi = await run(
      write('events.yaml', 'asyncapi: 3.0.0\ninfo: { title: x, version: "1" }\nchannels: { a: 1 }\n'),
    );
    expect(asyncapi.result['verdict']).toBe('refuted');
    const arazzo = await run(write('flow.yaml', 'arazzo: 1.0.1\ninfo: { title: x, version: "1" }\n'));
    expect(arazzo.result['verdict']).toBe('refuted');
  });

  test('documents of two kinds are not compared, and that is told', async () => {
    write('orders.json', JSON.stringify(ordersApi));
    write('events2.yaml', 'asyncapi: 3.0.0\ninfo: { title: x, version: "1" }\nchannels: {}\n');
    const { result } = await run('orders.json', { against: 'events2.yaml' });
    expect(result['incomplete']).toEqual(['the documents are not of one kind']);
  });
});
