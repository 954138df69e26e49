import { spawnSync } from 'node:child_process';
import { afterAll, expect, test } from 'vitest';
import { schemaSql } from '../../artifacts/ddl.ts';
import { exportQuery } from '../../migration/conversion/export.ts';
import { loadStatement } from '../../migration/conversion/landing.ts';
import { legacyOf, planOf } from '../../migration/conversion/package.ts';
import { conversionScripts } from '../../migration/conversion/scripts.ts';
import { intoTarget } from '../../migration/into-target/package.ts';
import type { LandingRow } from '../../model/legacy-table.ts';
import { smallShop, smallShopDump } from '../../testing/migrating-shop.ts';
import { openScratch } from '../postgres/scratch.ts';
import { runScript, runStatement } from './run-script.ts';

const own = `plumbline_target_${process.pid}`;
const asked = (args: readonly string[], input = ''): string => {
  const options = [
    '-h',
    '127.0.0.1',
    '-u',
    'root',
    '--batch',
    '--raw',
    '-N',
    '--default-character-set=utf8mb4',
  ];
  const { status, stdout, stderr, error } = spawnSync('mysql', [...options, ...args], { input });
  if (status !== 0) throw new Error(error?.message ?? String(stderr));
  return String(stdout);
};
const answers = ((): boolean => {
  try {
    return asked(['-e', 'select 1']) !== '';
  } catch {
    return false;
  }
})();
if (answers) afterAll(() => void asked(['-e', `drop database if exists ${own}`]));
else console.log('skipped: no MariaDB answers on 127.0.0.1');

/** A line of the export as COPY reads it. */
const exported = (table: string, line: string): LandingRow => {
  const [row, ...values] = line.split('\t');
  return {
    table,
    row: Number(row),
    values: values.map((value) => (value === '\\N' ? null : value.replaceAll('\\\\', '\\'))),
  };
};
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const dirty = `${smallShopDump}
INSERT INTO customer VALUES (2,'bob@home.example',0,'2020-07-01 12:00:00',1),(3,'cyd@home.example',1,'2020-01-01 00:00:00',77);
INSERT INTO purchase VALUES (2,2,10.500,'new',0x00ff),(3,9,1.000,'new',NULL);
INSERT INTO note VALUES ('Grüße',1);`;

test.skipIf(!answers)(
  'rows exported from MariaDB reach the designed tables, and both servers say the same of each that is not noted',
  async () => {
    asked(['-e', `create database ${own} default charset utf8mb4`]);
    asked([own], dirty);
    const backend = await smallShop();
    const [legacy, into] = [legacyOf(backend), intoTarget(backend)];
    if (legacy.kind === 'none' || into.kind === 'none') throw new Error('nothing is converted');
    const plan = planOf(legacy.data);
    const { landing, forwards } = conversionScripts(plan);
    const { session } = await openScratch(schemaSql(backend.data).text);
    try {
      await session.script(`set time zone 'UTC'`);
      await runScript(session, landing);
      for (const table of plan.tables) {
        const rows = lines(asked([own], `set time_zone = '+00:00'; ${exportQuery(table)}`));
        await runStatement(
          session,
          'load',
          loadStatement(
            table,
            rows.map((line) => exported(table.name, line)),
          ),
        );
      }
      for (const script of [...forwards, into.scripts.setup]) await runScript(session, script);
      await session.script(
        `update mapping.fills set value = 'shop' where target_column = 'sales.orders.channel'`,
      );
      for (const script of into.scripts.forwards) await runScript(session, script);
      const verified = await runScript(session, into.scripts.verify);
      expect(
        verified.map((row) => [row['legacy_table'], row['carried'], row['quarantined'], row['agrees']]),
      ).toEqual([
        ['customer', '3', '0', 't'],
        ['purchase', '2', '1', 't'],
        ['note', '1', '0', 't'],
      ]);
      const there = lines(asked([own], into.scripts.reconcileLegacy.statements.join(';\n')));
      const here = (await runScript(session, into.scripts.reconcile)).map((row) =>
        [row['pair'], row['legacy_key'], row['digest']].join('\t'),
      );
      const noted = await session.rows(
        `select distinct table_name || ' ' || legacy_row as row from quarantine.rows where table_name like '% > %' order by 1`,
      );
      // 2 is true, an inviter who is gone, an amount that was rounded, a customer who is gone.
      const differing = there
        .filter((line) => !here.includes(line))
        .map((line) => line.split('\t').slice(0, 2).join(' '));
      expect(differing).toEqual([
        'customer > people.customers 1',
        'customer > people.customers 3',
        'purchase > sales.orders 1',
        'purchase > sales.orders 3',
      ]);
      expect(noted.map(({ row }) => row)).toEqual(differing);
      expect(await session.rows('select photo from sales.orders where id = 2')).toEqual([{ photo: 'AP8=' }]);
    } finally {
      await session.close();
    }
  },
  300_000,
);
