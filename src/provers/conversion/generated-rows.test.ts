import { expect, test } from 'vitest';
import { conversionPlan } from '../../migration/conversion/plan.ts';
import { openDump } from '../../sources/mysql-dump/dump.ts';
import { generatedRows } from './generated-rows.ts';

const generated = (dump: string) => {
  const bytes = Buffer.from(dump);
  const { tables } = openDump(() => [bytes], 'dump.sql');
  return generatedRows(
    conversionPlan(tables, { repairEncoding: false, timeZone: '+00:00', schema: 'public' }),
  );
};

/** A table of so many columns that its rows number more than thirty. */
const wide = Array.from({ length: 20 }, (_, at) => `c${at} varchar(20) NOT NULL`).join(', ');

test('an orphan names no row, however many rows the table it names has', () => {
  const [parent, child] = generated(`CREATE TABLE parent (id int NOT NULL, ${wide}, PRIMARY KEY (id));
CREATE TABLE child (id int NOT NULL, parent_id int NOT NULL, PRIMARY KEY (id), FOREIGN KEY (parent_id) REFERENCES parent (id));`);
  const ids = parent?.rows.map(({ values }) => values[0]) ?? [];
  expect(ids.length).toBeGreaterThan(40);
  const [orphan] = child?.planted.filter(({ fault }) => fault === 'orphan') ?? [];
  const named = child?.rows.find(({ row }) => row === orphan?.row)?.values[1];
  expect(named).toMatch(/^\d+$/);
  expect(ids).not.toContain(named);
});

test('no orphan is planted where the type of the key has no value beside those that are there', () => {
  const [, child] = generated(`CREATE TABLE parent (id enum('a','b') NOT NULL, ${wide}, PRIMARY KEY (id));
CREATE TABLE child (id int NOT NULL, parent_id enum('a','b') NOT NULL, PRIMARY KEY (id), FOREIGN KEY (parent_id) REFERENCES parent (id));`);
  expect(child?.planted.map(({ fault }) => fault)).not.toContain('orphan');
});
