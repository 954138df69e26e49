import { expect, test } from 'vitest';
import { shop } from '../../testing/shop.ts';
import { emptyBackend } from '../../model/backend.ts';
import { openapi } from './openapi.ts';

const path = '4-api/openapi.json';
const { claims, inputs } = openapi.claims(shop);
const document = inputs.get(path) ?? '';
const settle = (text: string) => openapi.prove(claims, () => text);

test('the shop proves both claims', async () => {
  const outcomes = await settle(document);
  expect(outcomes.map(({ claim, verdict }) => [claim, verdict])).toEqual([
    ['openapi/lint-clean', { kind: 'proved' }],
    ['openapi/examples-validate', { kind: 'proved' }],
  ]);
  expect(outcomes.map(({ measurements }) => measurements)).toMatchInlineSnapshot(`
    [
      {
        "operations": 9,
        "problems": 0,
        "ruleset": "recommended-strict",
      },
      {
        "contentWithoutExample": 0,
        "examples": 35,
      },
    ]
  `);
});

test('an example that contradicts its schema refutes, and names the place', async () => {
  const broken = document.replaceAll('"number": "number"', '"number": 7');
  expect(broken).not.toBe(document);
  const [lint, examples] = await settle(broken);
  expect(lint?.verdict.kind).toBe('refuted');
  expect(examples?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('/number must be string'),
  });
});

test('a document without operations settles nothing', async () => {
  const empty = JSON.stringify({
    openapi: '3.1.1',
    info: { title: 'x', version: '1', license: { name: 'x', identifier: 'MIT' } },
    servers: [{ url: 'https://api.x.example' }],
    paths: {},
  });
  expect((await settle(empty)).map(({ verdict }) => verdict.kind)).toEqual(['undecided', 'undecided']);
});

test('text that is no JSON leaves both claims undecided', async () => {
  expect((await settle('{')).map(({ verdict }) => verdict.kind)).toEqual(['undecided', 'undecided']);
});

test('a backend without endpoints makes no claim', () => {
  expect(openapi.claims(emptyBackend('x', 'recovered')).claims).toEqual([]);
});
