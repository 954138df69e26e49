import { expect, test } from 'vitest';
import { loadStatements } from '../../migration/conversion/loads.ts';
import { conversionPlan } from '../../migration/conversion/plan.ts';
import type { ConversionPlan } from '../../migration/conversion/plan.ts';
import { openDump } from '../../sources/mysql-dump/dump.ts';
import { checkConversion } from './check.ts';

function question(dump: string | Buffer, change: (plan: ConversionPlan) => ConversionPlan = (plan) => plan) {
  const bytes = Buffer.from(dump);
  const read = openDump(() => [bytes], 'dump.sql');
  const plan = change(
    conversionPlan(read.tables, { repairEncoding: false, timeZone: '+00:00', schema: 'public' }),
  );
  return {
    file: 'dump.sql',
    plan,
    origins: new Map(),
    loads: () => loadStatements(plan, read.rows()),
    unread: read.unread,
    assumptions: [],
  };
}

const shop = Buffer.concat([
  Buffer.from(`SET NAMES utf8; SET time_zone = '+00:00'; SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO';
CREATE TABLE customer (
  id int unsigned NOT NULL AUTO_INCREMENT, email varchar(60) NOT NULL, active tinyint(1) NOT NULL DEFAULT 1,
  born date DEFAULT '0000-00-00', state enum('new','old') NOT NULL DEFAULT 'new', tags set('a','b') DEFAULT NULL,
  seen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, score tinyint(1), flags bit(3) DEFAULT b'0',
  PRIMARY KEY (id), UNIQUE KEY email (email)
) ENGINE=MyISAM AUTO_INCREMENT=40 DEFAULT CHARSET=utf8;
CREATE TABLE purchase (
  id bigint unsigned NOT NULL AUTO_INCREMENT, customer_id int unsigned DEFAULT NULL, total decimal(8,2) NOT NULL,
  twice decimal(9,2) GENERATED ALWAYS AS (total * 2) STORED, note text, photo blob, rate float, took time, doc json,
  PRIMARY KEY (id), KEY note (note(10)), FULLTEXT KEY words (note),
  FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
CREATE TABLE log (at datetime(3) NOT NULL, made year, body mediumtext) ENGINE=MyISAM DEFAULT CHARSET=latin1;
INSERT INTO customer VALUES (0,'a@x','1','2001-02-03','new','a,b','2020-01-01 00:00:00',3,b'101'),
 (2,'A@x ','0','0000-00-00','','a','2020-01-01 00:00:00',NULL,b'1'),(3,'`),
  Buffer.from([0xe9]),
  Buffer.from(`t','1',NULL,'old',NULL,'2020-01-01 00:00:00',0,NULL),(4,'Ã©','1','2020-00-00','old','','2020-01-01 00:00:00',1,b'0');
INSERT INTO purchase (id, customer_id, total, note, photo, rate, took, doc) VALUES
 (1,0,'9.90','été',0xff00,0.1,'10:00:00','{"a": 1}'),(2,77,1,NULL,NULL,-2.5,'-26:30:00',NULL),(18446744073709551615,3,-1,'x','','1e3','00:00:00','[]');
INSERT INTO log VALUES ('2020-01-01 10:20:30.123',2020,'a'),('2020-01-01 10:20:30.123',2020,'a'),('0000-00-00 00:00:00',NULL,NULL);`),
]);

test('rows with every fault are carried, repaired or kept apart, and the scripts stand every interruption', async () => {
  const { outcome, tables } = await checkConversion(question(shop));
  expect(outcome.verdict).toEqual({ kind: 'proved' });
  expect(outcome.measurements['rehearsal']).toMatchObject({ planted: expect.any(Number) });
  const figures = tables.map(({ table, waiting, converted, quarantined, repaired }) => [
    table,
    waiting,
    converted,
    quarantined,
    repaired,
  ]);
  expect(figures).toEqual([
    ['customer', 4, 3, 1, 3],
    ['purchase', 3, 2, 1, 1],
    ['log', 3, 3, 0, 1],
  ]);
  const faults = tables.flatMap(({ table, faults: all }) =>
    all.map(({ column, fault, action }) => `${table}.${column} ${fault} ${action}`),
  );
  expect(faults.toSorted()).toEqual([
    'customer.born zero-date repaired',
    'customer.email bad-utf-8 repaired',
    'customer.email duplicate quarantined',
    'customer.email encoded-twice told',
    'customer.state no-label repaired',
    'log.at zero-date repaired',
    'purchase.customer_id orphan repaired',
    'purchase.id out-of-range quarantined',
  ]);
}, 300_000);

test('a mapping that changes a value on its way is refuted', async () => {
  const { outcome } = await checkConversion(
    question(shop, (plan) => ({
      ...plan,
      tables: plan.tables.map((table) => ({
        ...table,
        columns: table.columns.map((column) =>
          column.name === 'total' ? { ...column, type: 'numeric(8,1)' } : column,
        ),
      })),
    })),
  );
  expect(outcome.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('purchase'),
  });
}, 300_000);

test('a value that is emptied without a note is refuted', async () => {
  const { outcome } = await checkConversion(
    question(shop, (plan) => ({
      ...plan,
      tables: plan.tables.map((table) => ({
        ...table,
        columns: table.columns.map((column) => (column.name === 'born' ? { ...column, faults: [] } : column)),
      })),
    })),
  );
  expect(outcome.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('customer'),
  });
}, 300_000);

test('a script that cannot be begun again is refuted on generated rows', async () => {
  const { outcome } = await checkConversion(
    question(shop, (plan) => ({
      ...plan,
      tables: plan.tables.map((table) => ({
        ...table,
        indexes: table.indexes.map((index) => ({ ...index, sql: index.sql.replace('if not exists ', '') })),
      })),
    })),
  );
  expect(outcome.verdict).toMatchObject({
    kind: 'refuted',
    counterexample: expect.stringContaining('again'),
  });
}, 300_000);

test('a row that goes as a duplicate takes the rows that name it along, wherever the scripts were broken off', async () => {
  const { outcome } = await checkConversion(
    question(`CREATE TABLE a (id char(26) NOT NULL, e varchar(20) NOT NULL, boss char(26) DEFAULT NULL,
 PRIMARY KEY (id), UNIQUE KEY e (e), FOREIGN KEY (boss) REFERENCES a (id));
CREATE TABLE b (id int NOT NULL, a_id char(26) NOT NULL, PRIMARY KEY (id), UNIQUE KEY (a_id), FOREIGN KEY (a_id) REFERENCES a (id));`),
  );
  expect(outcome.verdict).toEqual({ kind: 'proved' });
});

test('a key that tells signs apart keeps them apart, and finds the same letter with another accent or case', async () => {
  const { outcome, tables } = await checkConversion(
    question(`CREATE TABLE a (c varchar(20) NOT NULL, UNIQUE KEY c (c)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO a VALUES ('1'),('①'),('fi'),('ﬁ'),('é'),('E ');`),
  );
  expect(outcome.verdict).toEqual({ kind: 'proved' });
  expect(tables[0]).toMatchObject({ converted: 5, quarantined: 1 });
}, 60_000);
