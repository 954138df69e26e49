import { expect, test } from 'vitest';
import { graphqlSchema } from '../../artifacts/graphql.ts';
import { emptyBackend } from '../../model/backend.ts';
import { shop } from '../../testing/shop.ts';
import { graphql } from './graphql.ts';

const { claims, inputs } = graphql.claims(shop);
const schema = inputs.get('4-api/schema.graphql') ?? '';
const settle = (text: string) => graphql.prove(claims, () => text);

test('the shop proves both claims', async () => {
  const outcomes = await settle(schema);
  expect(
    outcomes.map(({ claim, verdict, measurements }) => ({ claim, verdict: verdict.kind, ...measurements })),
  ).toMatchInlineSnapshot(`
    [
      {
        "claim": "graphql/schema-valid",
        "errors": 0,
        "rootFields": 9,
        "types": 25,
        "verdict": "proved",
      },
      {
        "claim": "graphql/lists-bounded",
        "lists": 2,
        "unbounded": 0,
        "verdict": "proved",
      },
    ]
  `);
});

test('the schema of the shop, as it is read', () => {
  expect(graphqlSchema(shop)).toMatchSnapshot();
});

test('an unknown type refutes with the name of the type', async () => {
  const [valid] = await settle(schema.replace('node: Order!', 'node: Odrer!'));
  expect(valid?.verdict).toMatchObject({ kind: 'refuted', counterexample: expect.stringContaining('Odrer') });
});

test('a list without paging refutes', async () => {
  const [, bounded] = await settle(schema.replace('first: Int = 50, ', ''));
  expect(bounded?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('argument first'),
  });
});

test('a backend without operations makes no claim and says what is missing', () => {
  const empty = emptyBackend('x', 'recovered');
  expect(graphql.claims(empty).claims).toEqual([]);
  expect(graphqlSchema(empty).lost).toEqual(['no operation is known that a query could ask for']);
});
