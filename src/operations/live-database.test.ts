import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../cli/program.ts';
import { startMariadb } from '../testing/native-mariadb.ts';
import type { MariadbServer } from '../testing/native-mariadb.ts';
import { startNative } from '../testing/native-postgres.ts';
import type { NativeServer } from '../testing/native-postgres.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const maria = await startMariadb();
const postgres = startNative();
for (const native of [maria, postgres])
  if (native.kind === 'skipped') process.stdout.write(`skipped: ${native.why}\n`);

async function plumbline(...args: readonly string[]) {
  let out = '';
  let err = '';
  const exit = await runCommandLine(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    cwd: examples,
    input: () => '',
    terminal: false,
  });
  return { exit, out, err };
}

interface Printed {
  readonly tables: readonly { readonly name: string; readonly storage?: { readonly engine?: string } }[];
  readonly live: {
    readonly address: string;
    readonly drift: readonly { readonly kind: string; readonly subject: string }[];
  };
  readonly gaps: readonly { readonly kind: string; readonly subject: string; readonly why: string }[];
}

async function model(path: string, database: string): Promise<Printed> {
  const { exit, out, err } = await plumbline('model', path, '--database', database, '--json');
  expect(exit, err).toBe(0);
  return JSON.parse(out);
}

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'plumbline-live-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('what cannot be asked ends with 2, one sentence, the next step, and no password', async () => {
  for (const [url, says] of [
    ['mysql://reader:hunter2@127.0.0.1:1/shop', /ECONNREFUSED/],
    ['postgres://reader:hunter2@127.0.0.1:1/shop', /ECONNREFUSED/],
    ['reader:hunter2@db', /no address/],
    ['env:PLUMBLINE_NO_SUCH_NAME', /environment has no/],
  ] as const) {
    const { exit, out, err } = await plumbline(
      'analyze',
      'bookshop',
      '--database',
      url,
      '--out',
      join(scratch, 'none'),
    );
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(says);
    expect(err).toContain('next:');
    expect(err).not.toMatch(/hunter2|at .*\(|\.ts:/);
  }
  expect(readdirSync(scratch)).toEqual([]);
});

describe.skipIf(maria.kind === 'skipped')('a shop on MariaDB', () => {
  const server = (): MariadbServer => {
    if (maria.kind === 'skipped') throw new Error(maria.why);
    return maria.server;
  };
  const url = (): string => `mysql://reader:hunter2@127.0.0.1:${server().port}/kettle_shop`;
  beforeAll(() => {
    server().script(`create database kettle_shop character set latin1;
      create user reader@'%' identified by 'hunter2'; grant select on kettle_shop.* to reader@'%';`);
    server().script(readFileSync(join(examples, 'legacy-shop/shop.sql'), 'utf8'), 'kettle_shop');
  });
  afterAll(() => server().stop());

  test('that was made by the dump in the repository differs from it in nothing', async () => {
    const { live, tables, gaps } = await model('legacy-shop', url());
    expect(live.drift).toEqual([]);
    expect(gaps.filter(({ kind }) => kind === 'schema-drift')).toEqual([]);
    expect(tables.map(({ name, storage }) => `${name} ${storage?.engine}`)).toEqual([
      'addresses MyISAM',
      'admin_users InnoDB',
      'categories InnoDB',
      'coupons InnoDB',
      'customers MyISAM',
      'order_items InnoDB',
      'orders InnoDB',
      'product_categories InnoDB',
      'products MyISAM',
      'reviews MyISAM',
      'search_log MyISAM',
      'settings InnoDB',
    ]);
  });

  test('is told where somebody changed it by hand, and holds on types', async () => {
    server().script(
      `alter table orders modify total decimal(12,2) not null, add column shipped_by varchar(40), drop key status;
       create table tmp_export (id int); drop table search_log;`,
      'kettle_shop',
    );
    const { live, tables, gaps } = await model('legacy-shop', url());
    expect(live.drift.map(({ kind, subject }) => `${subject}: ${kind}`)).toEqual([
      'search_log: only in the code',
      'orders.total: told differently',
      'orders.shipped_by: only in the database',
      'orders index (status): only in the code',
      'tmp_export: only in the database',
    ]);
    expect(gaps.filter(({ kind }) => kind === 'schema-drift').map(({ subject }) => subject)).toEqual([
      'orders',
      'search_log',
      'tmp_export',
    ]);
    expect(tables.map(({ name }) => name)).toContain('search_log');
  });

  test(
    'gives a package that names the server and keeps no user, no password and no row',
    { timeout: 180_000 },
    async () => {
      const out = join(scratch, 'package');
      const { exit, err } = await plumbline('analyze', 'legacy-shop', '--database', url(), '--out', out);
      expect([0, 1], err).toContain(exit);
      const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const text = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('\n');
      expect(text).not.toMatch(/hunter2|reader@|anna\.berg@/i);
      expect(readFileSync(join(out, '2-database/schema.md'), 'utf8')).toMatch(
        /The live database[\s\S]*orders\.total[\s\S]*decimal\(12,2\)/,
      );
    },
  );
});

describe.skipIf(postgres.kind === 'skipped')('the bookshop on PostgreSQL', () => {
  const server = (): NativeServer => {
    if (postgres.kind === 'skipped') throw new Error(postgres.why);
    return postgres.server;
  };
  beforeAll(async () => {
    const { Client } = (await import('pg')).default;
    const client = new Client({ connectionString: server().url });
    await client.connect();
    const folder = join(examples, 'bookshop/migrations');
    for (const file of readdirSync(folder).toSorted())
      await client.query(readFileSync(join(folder, file), 'utf8'));
    await client.query('create table by_hand (id integer); analyze');
    await client.end();
  });
  afterAll(() => server().stop());

  test('differs from its migrations in what was made by hand', async () => {
    const { live, gaps } = await model('bookshop', server().url);
    expect(live.drift.map(({ kind, subject }) => `${subject}: ${kind}`)).toEqual([
      'by_hand: only in the database',
    ]);
    expect(
      gaps.some(({ kind, why }) => kind === 'schema-drift' && why.includes('nothing that was read')),
    ).toBe(true);
    expect(live.address).toBe('postgres://socket/postgres');
  });
});
