import { expect, test } from 'vitest';
import { emptyBackend } from '../../model/backend.ts';
import type { Backend } from '../../model/backend.ts';
import type { DataModel } from '../../model/data.ts';
import { shop } from '../../testing/shop.ts';
import { storeData } from '../../testing/store-data.ts';
import { ddl } from './ddl.ts';

const store: Backend = { ...emptyBackend('store', 'designed'), data: storeData };

async function prove(backend: Backend, edit: (text: string) => string = (text) => text) {
  const { claims, inputs } = ddl.claims(backend);
  const outcomes = await ddl.prove(claims, (path) => edit(inputs.get(path) ?? ''));
  return outcomes[0];
}

test('PostgreSQL executes the schema of the store', async () => {
  const outcome = await prove(store);
  expect(outcome?.verdict).toEqual({ kind: 'proved' });
  expect(outcome?.measurements).toEqual({
    postgresql: expect.stringMatching(/^PostgreSQL 18\.\d+ \(PGlite/),
    statements: 59,
    refused: 0,
    tables: 8,
    partitions: 5,
    indexes: 22,
    constraints: 34,
    policies: 4,
  });
});

test('PostgreSQL executes the schema of the shop', async () => {
  expect((await prove(shop))?.verdict).toEqual({ kind: 'proved' });
});

test('the first refused statements are the counterexample, with line and SQLSTATE', async () => {
  const outcome = await prove(store, (text) => text.replace('check (price > 0)', 'check (prize > 0)'));
  expect(outcome?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringMatching(
      /^2-database\/schema\.sql:41: 42703: column "prize" does not exist — create table product \(/,
    ),
  });
});

test('a syntax error is found where it stands', async () => {
  const outcome = await prove(store, (text) =>
    text.replace('create table category (', 'create tabel category ('),
  );
  expect(outcome?.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: '2-database/schema.sql:20: 42601: syntax error at or near "tabel"',
  });
});

test('an extension the engine lacks leaves it undecided', async () => {
  const data: DataModel = { ...storeData, extensions: ['postgis', 'pg_trgm'] };
  expect((await prove({ ...store, data }))?.verdict).toMatchObject({
    kind: 'undecided',
    reason: expect.stringContaining('extension postgis does not come with the embedded engine'),
  });
});

test('a schema for another engine, or none, makes no claim', () => {
  const origin = { kind: 'read', file: 'a.sql', line: 1 } as const;
  const data: DataModel = { ...storeData, engine: { name: 'mysql', origin } };
  expect(ddl.claims({ ...store, data }).claims).toEqual([]);
  expect(ddl.claims(emptyBackend('x', 'recovered')).claims).toEqual([]);
});
