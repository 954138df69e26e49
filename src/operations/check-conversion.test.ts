import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCheckConversion } from './run-check-conversion.ts';

const folder = mkdtempSync(join(tmpdir(), 'conversion-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tools = { cwd: folder, version: '0', progress: () => undefined };
const input = {
  repairEncoding: false,
  out: undefined,
  failOn: 'warning',
  strict: false,
  format: 'text',
} as const;

test('the answer has a line for each table and the SQL files are those that ran', async () => {
  writeFileSync(
    join(folder, 'dump.sql'),
    `CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, d date NOT NULL);\nINSERT INTO t VALUES (1,'0000-00-00'),(2,'2020-01-02');\n`,
  );
  const { exit, text, result } = await runCheckConversion({ ...input, file: 'dump.sql', out: 'sql' }, tools);
  expect(result['verdict']).toBe('proved');
  expect(text).toMatch(/t +2 +2 +1 +0 +\d+-\d+/);
  expect(exit).toBe(1);
  expect(readdirSync(join(folder, 'sql'))).toEqual([
    '01-landing.sql',
    '02-load.sql',
    '03-find-dirty-rows.sql',
    '04-quarantine.sql',
    '05-expand.sql',
    '06-back-fill.sql',
    '07-verify.sql',
    '08-contract.sql',
    '90-roll-back.sql',
    '99-finish.sql',
    'checksums.mysql.sql',
  ]);
  expect(readFileSync(join(folder, 'sql', '02-load.sql'), 'utf8')).toContain("(1, '1', '0000-00-00')");
}, 180_000);

test('a dump that breaks off is told with its line, and is not proved', async () => {
  writeFileSync(join(folder, 'short.sql'), `CREATE TABLE t (id int);\nINSERT INTO t VALUES (1),\n('2`);
  const { result } = await runCheckConversion({ ...input, file: 'short.sql' }, tools);
  expect(result).toMatchObject({ verdict: 'undecided', reason: expect.stringContaining('short.sql:3') });
}, 180_000);

test('a file that is not there is said in a sentence', async () => {
  await expect(runCheckConversion({ ...input, file: 'none.sql' }, tools)).rejects.toThrow(
    'there is no such file',
  );
});
