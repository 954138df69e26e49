import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkMigration } from './check-migration.ts';
import { UserError } from './operation.ts';

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'plumbline-migration-'));
  mkdirSync(join(cwd, 'migrations'));
  const files = {
    'schema.sql': 'create table orders (id bigint primary key, total integer not null);\n',
    'widen.sql': '\nalter table orders alter column total type bigint;\n',
    'calm.sql':
      "set lock_timeout = '1s';\nset statement_timeout = '5s';\nbegin;\nalter table orders add column note text;\ncommit;\n",
    'migrations/1.sql': 'begin;\ncreate table visits (id bigint primary key);\ncommit;\n',
    'migrations/2.sql': 'alter table visits add column at timestamptz default clock_timestamp();\n',
    'stats.json': JSON.stringify({
      tables: [{ table: 'orders', schema: 'public', rows: 5e7, pages: 500_000, allVisible: 1, columns: [] }],
    }),
    'broken.sql': 'alter table orders add colum x int;\n',
    'empty.sql': '',
    'binary.sql': '\0\u0001',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const ask = (input: Readonly<Record<string, unknown>>) =>
  checkMigration.run(input, {
    cwd,
    version: '0.0.0',
    progress: () => undefined,
    input: () => 'drop table orders;',
  });

/** The answer as checks outside the project read it. */
const answer = async (input: Readonly<Record<string, unknown>>) => {
  const { exit, result } = await ask(input);
  return { exit, ...JSON.parse(JSON.stringify(result)) };
};

describe('a file', () => {
  test('that rewrites a table is refuted by the statement, its lock and whom it blocks', async () => {
    const { exit, verdict, counterexample, measurements, findings } = await answer({
      file: 'widen.sql',
      schema: 'schema.sql',
    });
    expect(exit).toBe(1);
    expect(verdict).toBe('refuted');
    expect(counterexample).toBe(
      'line 2: alter table orders alter column total type bigint rewrites orders because of the type under ACCESS EXCLUSIVE, which blocks its readers and writers',
    );
    expect(measurements.statements).toMatchObject([
      {
        line: 2,
        kind: 'ALTER TABLE',
        rewrites: [{ relation: 'orders', reason: 'column type' }, { relation: 'orders_pkey' }],
        blocks: [{ relation: 'orders', who: 'readers and writers' }],
      },
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: 'changing-column-type',
        subject: 'orders.total',
        severity: 'blocker',
        file: 'widen.sql',
        line: 2,
        standards: [
          'squawk/changing-column-type',
          'strong_migrations/change_column',
          'eugene/E5',
          'eugene/E6',
          'eugene/E10',
        ],
      }),
    );
  }, 120_000);

  test('that makes nobody wait is proved, twice the same', async () => {
    const first = await ask({ file: 'calm.sql', schema: 'schema.sql', format: 'json' });
    expect(first.exit).toBe(0);
    expect(first.result['verdict']).toBe('proved');
    expect(first.result['incomplete']).toEqual([]);
    const second = await ask({ file: 'calm.sql', schema: 'schema.sql', format: 'json' });
    expect(second.text).toBe(first.text);
  }, 120_000);

  test('without a schema is run on tables inferred from it, and that is told', async () => {
    const { verdict, incomplete } = await answer({ file: 'calm.sql' });
    expect(verdict).toBe('proved');
    expect(incomplete).toEqual(['the table orders is in no schema: inferred from the statements']);
  }, 120_000);

  test('that is no SQL is told with line and column', async () => {
    const { exit, verdict, findings } = await answer({ file: 'broken.sql', static: true });
    expect(exit).toBe(1);
    expect(verdict).toBe('undecided');
    expect(findings).toMatchObject([{ rule: 'syntax-error', file: 'broken.sql', line: 1 }]);
    expect(findings[0].what).toContain('broken.sql:1:');
  });

  test('that is empty has nothing wrong', async () => {
    const { exit, findings } = await answer({ file: 'empty.sql', static: true });
    expect(exit).toBe(0);
    expect(findings).toEqual([]);
  });

  test('may come from standard input', async () => {
    const { findings } = await answer({ file: '-', static: true });
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'ban-drop-table', file: '<stdin>' }));
  });
});

describe('sizes of production', () => {
  test('are given as rows or as statistics, and tell how long others wait', async () => {
    const byRows = await ask({ file: 'widen.sql', schema: 'schema.sql', rows: 'orders=50M' });
    expect(byRows.text).toContain(
      '    takes 52.6 s–8.39 min in production; meanwhile ACCESS EXCLUSIVE on orders: every read and write waits\n',
    );
    expect(byRows.text).toContain('  orders: 50M rows (given as --rows orders=50M), 2.2 GB (derived by');
    const { measurements, receipt } = await answer({
      file: 'widen.sql',
      schema: 'schema.sql',
      stats: 'stats.json',
    });
    expect(measurements.statements[0].duration).toMatchObject({
      unit: 's',
      works: [{ work: 'rewrite' }, {}],
    });
    expect(receipt.command).toBe(
      'plumbline check migration widen.sql --schema schema.sql --stats stats.json',
    );
    expect(JSON.stringify(receipt.inputs)).toContain('stats.json');
  }, 120_000);

  test('that fit no table are told', async () => {
    const { incomplete } = await answer({ file: 'calm.sql', schema: 'schema.sql', rows: 'carts=5k' });
    expect(incomplete).toEqual([
      'sizes are given for carts, which the schema before the migration does not have',
    ]);
  }, 120_000);
});

describe('a directory', () => {
  test('is run file by file, each on the schema as those before it left it', async () => {
    const { verdict, counterexample, measurements } = await answer({ file: 'migrations' });
    expect(verdict).toBe('refuted');
    expect(counterexample).toMatch(
      /^migrations\/2\.sql: line 1: .* rewrites visits because every row gets a value/,
    );
    expect(measurements.files.map(({ file }: { readonly file: string }) => file)).toEqual([
      'migrations/1.sql',
      'migrations/2.sql',
    ]);
  }, 120_000);
});

describe('bad input', () => {
  test.each([
    [{ file: 'nothere.sql' }, 'there is no such file'],
    [{ file: 'binary.sql' }, 'this is not a text file'],
    [{ file: 'calm.sql', schema: 'migrations' }, 'this is not a file'],
    [{ file: 'calm.sql', rows: 'orders' }, '"orders" does not say how many rows a table holds'],
    [{ file: 'calm.sql', rows: 'orders=many' }, '"orders=many" does not say how many rows a table holds'],
    [{ file: 'calm.sql', stats: 'schema.sql' }, 'it is not JSON'],
    [{ file: 'calm.sql', stats: 'nothere.json' }, 'there is no such file'],
    [{ file: 'calm.sql', pgVersion: 'latest' }, 'latest is no version of PostgreSQL'],
    [{ file: 'calm.sql', include: 'require-tables' }, 'no rule is called require-tables'],
  ])('%j', async (input, words) => {
    const failure = ask(input);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(words);
  });
});
