import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkMigration } from './check-migration.ts';
import { UserError } from './operation.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plumbline-bad-migration-'));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** The answer, as checks outside the project read it, to `migration.sql` beside `schema.sql`. */
async function answer(texts: { readonly migration: string | Buffer; readonly schema?: string }, more = {}) {
  writeFileSync(join(cwd, 'migration.sql'), texts.migration);
  if (texts.schema !== undefined) writeFileSync(join(cwd, 'schema.sql'), texts.schema);
  const { exit, result } = await checkMigration.run(
    { file: 'migration.sql', ...(texts.schema !== undefined && { schema: 'schema.sql' }), ...more },
    { cwd, version: '0.0.0', progress: () => undefined },
  );
  return { exit, ...JSON.parse(JSON.stringify(result)) };
}

describe('what PostgreSQL cannot read', () => {
  test('of the migration is told with its place, and the rest is run', async () => {
    const { verdict, incomplete, findings, measurements } = await answer({
      migration: 'create table a (id bigint);\nselec 1;\ndrop table a;\ncreate table "open (id int);\n',
    });
    expect(verdict).toBe('undecided');
    expect(incomplete).toEqual([
      'migration.sql:2:1: syntax error at or near "selec": left out',
      'migration.sql:4:14: unterminated quoted identifier at or near ""open (id int); ": left out',
    ]);
    expect(measurements.statements).toMatchObject([{ line: 1 }, { line: 3 }]);
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'syntax-error', line: 4 }));
  }, 120_000);

  test('of the schema costs one statement, not the schema', async () => {
    const { incomplete } = await answer({
      schema: '\\restrict x1\ncreate table t (id bigint);\nselec 1;\nCOPY t FROM stdin;\n1\n\\.\n',
      migration: 'alter table t add column note text;\n',
    });
    expect(incomplete).toEqual([
      'schema.sql:3:1: syntax error at or near "selec": left out',
      'schema.sql:1:1: \\restrict x1 is a command of psql',
      'schema.sql:4:1: the rows that follow COPY are not read',
    ]);
  }, 120_000);

  test('commands of psql and rows of COPY swallow no statement', async () => {
    const { incomplete, measurements } = await answer({
      schema: 'create table t (id bigint);\n',
      migration:
        '\\connect shop\n\\i other.sql\nalter table t add column a int;\nCOPY t FROM stdin;\n1\n\\.\nalter table t add column b int;\n',
    });
    expect(measurements.statements).toMatchObject([{ line: 3 }, { line: 4 }, { line: 7 }]);
    expect(incomplete).toEqual([
      'migration.sql:1:1: \\connect shop is a command of psql',
      'migration.sql:2:1: \\i other.sql is a command of psql',
      'migration.sql:4:1: the rows that follow COPY are not read',
      'line 4: COPY t FROM stdin: its rows are not part of the file',
    ]);
  }, 120_000);

  test.each([
    ['bytes', Buffer.from([0, 1, 2]), 'this is not a text file'],
    ['another encoding', Buffer.from('select 1;\nselect \xe9;\n', 'latin1'), 'line 2 holds other bytes'],
  ])('%s', async (_name, migration, words) => {
    const failure = answer({ migration });
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(words);
  });
});

test('nothing to run is no fault', async () => {
  for (const migration of ['', '-- nothing yet\n']) {
    const { verdict, findings } = await answer({ migration });
    expect(verdict).toBe('proved');
    expect(findings).toEqual([]);
  }
}, 120_000);

test('a type of an extension that the engine lacks is stood in for, and the table kept', async () => {
  const schema =
    'create extension postgis;\ncreate table places (id bigint primary key, at geometry(point, 4326));\n';
  const kept =
    'the type geometry is of an extension the embedded server lacks: its columns were kept, stored as text';
  const before = await answer({
    schema,
    migration: 'alter table places alter column id type integer;\n',
  });
  expect(before.counterexample).toContain('rewrites places');
  expect(before.incomplete).toEqual([
    'schema.sql:1: create extension postgis: PostgreSQL refused it (0A000: extension "postgis" is not available); what it defines is missing; the embedded server lacks it, so try what depends on it on a server that has it',
    kept,
    expect.stringContaining('the size of places in production is not known'),
  ]);
  const within = await answer({ migration: `${schema}alter table places add column name text;\n` });
  expect(within.incomplete).toEqual([kept, expect.stringContaining('create extension postgis: extension')]);
}, 240_000);

test('what an early file or the schema leaves undone is told once, with its text', async () => {
  mkdirSync(join(cwd, 'several'));
  for (const [file, text] of [
    ['1.sql', 'create table a (id bigint);\ncreate view v as select nothing from a;\n'],
    ['2.sql', 'alter table a add column b text;\n'],
    ['3.sql', 'alter table a add column c text;\n'],
  ] as const)
    writeFileSync(join(cwd, 'several', file), text);
  const { incomplete } = await answer(
    { migration: '', schema: 'create table t (id bigint);\ncreate index on u (id);\n' },
    { file: 'several' },
  );
  expect(incomplete).toEqual([
    'schema.sql:2: create index on u (id): PostgreSQL refused it (42P01: relation "u" does not exist); what it defines is missing; correct it, or put what it needs before it',
    'several/1.sql: line 2: create view v as select nothing from a: column "nothing" does not exist; what it defines is missing for what follows',
  ]);
}, 120_000);

test('tables that refer to each other are kept, and a key on a changed column is built once', async () => {
  const { measurements } = await answer({
    schema:
      'create table a (id bigint primary key, b_id bigint);\ncreate table b (id bigint primary key, a_id bigint references a);\nalter table a add constraint a_b foreign key (b_id) references b;\n',
    migration: 'alter table a alter column b_id type integer;\n',
  });
  expect(measurements.rewrites).toMatchObject([{ line: 1, harmless: true }]);
}, 120_000);

test('names that need quotes and names outside ASCII are run as they are', async () => {
  const { measurements, verdict, incomplete } = await answer({
    schema:
      'create schema "my Schema";\ncreate table "my Schema"."Größe ☃" ("select" bigint primary key, "a""b" int, "日本" text);\n',
    migration: `alter table "my Schema"."Größe ☃" alter column "a""b" type bigint;\nalter table "my Schema"."Größe ☃" rename column "日本" to "O'Neil";\n`,
  });
  expect(verdict).toBe('refuted');
  expect(measurements.rewrites).toMatchObject([{ harmless: true }, { harmless: true }]);
  expect(incomplete).toHaveLength(1);
}, 120_000);

test('two thousand tables that refer to each other take bounded time', async () => {
  const tables = Array.from(
    { length: 2000 },
    (_, at) =>
      `create table t${at} (id bigint primary key, parent bigint${at > 0 ? ` references t${at - 1}` : ''});`,
  );
  const { incomplete, measurements } = await answer({
    schema: tables.join('\n'),
    migration: 'alter table t1999 add column note text;\n',
  });
  expect(incomplete).toEqual([]);
  expect(measurements.statements).toMatchObject([{ line: 1 }]);
}, 300_000);

test('statistics of another schema name what they do not fit', async () => {
  const stats = {
    tables: [{ table: 'carts', schema: 'shop', rows: 5, pages: 1, allVisible: 1, columns: [] }],
  };
  writeFileSync(join(cwd, 'stats.json'), JSON.stringify(stats));
  const texts = { schema: 'create table t (id bigint);\n', migration: 'alter table t add column a text;\n' };
  const { incomplete } = await answer(texts, { stats: 'stats.json' });
  expect(incomplete).toEqual([
    'sizes are given for shop.carts, which the schema before the migration does not have',
  ]);
  writeFileSync(
    join(cwd, 'stats.json'),
    JSON.stringify({ kind: 'postgresql-statistics', schemaVersion: 99 }),
  );
  await expect(answer(texts, { stats: 'stats.json' })).rejects.toThrow(UserError);
}, 120_000);
