import { createRequire } from 'node:module';
import { diff } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { graphqlSchema } from '../../artifacts/graphql.ts';
import { emptyBackend } from '../../model/backend.ts';
import { designBackend } from '../../design/design.ts';
import { briefOf, libraryText, shopText } from '../../testing/briefs.ts';
import { shop } from '../../testing/shop.ts';
import { graphqlResolvers } from './graphql-resolvers.ts';
import { graphql } from './graphql.ts';

const { claims, inputs } = graphql.claims(shop);
const schema = inputs.get('4-api/schema.graphql') ?? '';
const settle = (text: string, manifest = inputs.get('4-api/persisted-queries.json') ?? '') =>
  graphql.prove(claims, (path) => (path.endsWith('.graphql') ? text : manifest));

test('the shop proves its claims', async () => {
  const outcomes = await settle(schema);
  expect(
    outcomes.map(({ claim, verdict, measurements }) => ({ claim, verdict: verdict.kind, ...measurements })),
  ).toMatchInlineSnapshot(`
    [
      {
        "claim": "graphql/schema-valid",
        "errors": 0,
        "rootFields": 9,
        "types": 27,
        "verdict": "proved",
      },
      {
        "claim": "graphql/lists-bounded",
        "lists": 2,
        "unbounded": 0,
        "verdict": "proved",
      },
      {
        "claim": "graphql/persisted-within-limits",
        "costLimit": 100,
        "costliest": 5,
        "deepest": 4,
        "depthLimit": 6,
        "requests": 2,
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

test('a request that is not in the schema, under another hash or above a limit refutes', async () => {
  const manifest = inputs.get('4-api/persisted-queries.json') ?? '';
  const verdictOf = async (text: string, changed: string) => (await settle(text, changed))[2]?.verdict;
  expect(await verdictOf(schema, manifest.replace('placedAt', 'placedOn'))).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(/placedOn[^]*SHA-256/),
  });
  expect(await verdictOf(schema.replace(/may reach [\d.]+/, 'may reach 1'), manifest)).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('above 1'),
  });
});

// The same copy of the library as the inspector loads; the test runner would resolve another build of it.
const { buildSchema }: typeof import('graphql') = createRequire(import.meta.url)('graphql');

const library = designBackend(briefOf(libraryText));

test('GraphQL Inspector calls an added field no breaking change, and a removed one breaking', async () => {
  const more = designBackend(
    briefOf(
      libraryText.replace(
        '    pages: int? 1..20000\n',
        '    pages: int? 1..20000\n      shelf: string? <=20\n',
      ),
    ),
  );
  const [old, grown] = [library, more].map((backend) => buildSchema(graphqlSchema(backend).text));
  if (old === undefined || grown === undefined) throw new Error('no schema');
  const levels = async (from: GraphQLSchema, to: GraphQLSchema) =>
    new Set((await diff(from, to)).map(({ criticality }) => criticality.level));
  expect(await levels(old, old)).toEqual(new Set());
  expect([...(await levels(old, grown))]).not.toContain('BREAKING');
  expect((await diff(old, grown)).map(({ path }) => path)).toContain('Book.shelf');
  expect([...(await levels(grown, old))]).toContain('BREAKING');
});

const wide = designBackend(briefOf(shopText));

test('the batches of a shop run on its schema and find their rows by an index; others are named', async () => {
  const asked = graphqlResolvers.claims(wide);
  const prove = (change: (text: string) => string) =>
    graphqlResolvers.prove(asked.claims, (path) => {
      const text = asked.inputs.get(path) ?? '';
      return path.endsWith('.json') ? change(text) : text;
    });
  const [outcome] = await prove((text) => text);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(Number(outcome?.measurements['statements'])).toBeGreaterThan(20);
  const [unknown] = await prove((text) =>
    text.replace('from auth.users where id', 'from auth.people where id'),
  );
  expect(unknown?.verdict).toMatchObject({ counterexample: expect.stringContaining('auth.people') });
  const [unindexed] = await prove((text) =>
    text.replace(
      'from auth.users where id = any($1::uuid[])',
      'from auth.users where locale = any($1::text[])',
    ),
  );
  expect(unindexed?.verdict).toMatchObject({
    counterexample: expect.stringContaining('no index of auth.users'),
  });
});
