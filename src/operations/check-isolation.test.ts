import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkIsolation } from './check-isolation.ts';
import { UserError } from './operation.ts';

const cwd = mkdtempSync(join(tmpdir(), 'plumbline-isolation-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

writeFileSync(
  join(cwd, 'schema.sql'),
  'create table accounts (id int primary key, balance int not null); insert into accounts values (1, 100);',
);
writeFileSync(
  join(cwd, 'lost.sql'),
  '-- name: withdraw\nbegin;\nselect balance from accounts where id = 1 \\gset\nupdate accounts set balance = :balance - 10 where id = 1;\ncommit;\n',
);
writeFileSync(
  join(cwd, 'kept.sql'),
  'begin;\nupdate accounts set balance = balance - 10 where id = 1;\ncommit;\n',
);
writeFileSync(join(cwd, 'ddl.sql'), 'begin;\ntruncate accounts;\ncommit;\n');

const ask = (input: Readonly<Record<string, unknown>>) =>
  checkIsolation.run({ schema: 'schema.sql', ...input }, { cwd, version: '0', progress: () => undefined });

test('a lost update goes in, the order of turns comes out', async () => {
  const { exit, result, text } = await ask({ file: 'lost.sql' });
  expect(exit).toBe(1);
  expect(result).toMatchObject({ verdict: 'refuted', receipt: {}, measurements: { pairs: 1 } });
  expect(result['findings']).toEqual([
    expect.objectContaining({
      rule: 'lost-update',
      subject: 'withdraw',
      severity: 'blocker',
      file: 'lost.sql',
      line: 3,
      standards: ['CWE-362'],
    }),
  ]);
  expect(text).toContain(' 3  T2  line 3  select balance from accounts where id = 1  -> balance 100');
}, 60_000);

test('one statement that computes is proved', async () => {
  const { exit, result } = await ask({ file: 'kept.sql' });
  expect([exit, result['verdict']]).toEqual([0, 'proved']);
}, 60_000);

test('a file that is not there is told', async () => {
  await expect(ask({ file: 'absent.sql' })).rejects.toBeInstanceOf(UserError);
});

test('TRUNCATE inside a transaction is told', async () => {
  const { result } = await ask({ file: 'ddl.sql' });
  expect(result['verdict']).toBe('undecided');
  expect(result['incomplete']).toEqual(expect.arrayContaining([expect.stringMatching(/TRUNCATE/)]));
}, 60_000);
