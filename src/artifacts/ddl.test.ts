import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyBackend } from '../model/backend.ts';
import { unknownCondition } from '../model/data.ts';
import type { DataModel, Table } from '../model/data.ts';
import { shopData } from '../testing/shop-data.ts';
import { storeData } from '../testing/store-data.ts';
import { schemaSql } from './ddl.ts';
import { generatedName, quoteName, quoteText } from './sql-names.ts';

beforeAll(loadModule);

const origin = { kind: 'read', file: 'schema.sql', line: 1 } as const;
const bare = (name: string, more: Partial<Table> = {}): Table => ({
  name,
  columns: [{ name: 'id', type: 'bigint', nullable: false, origin }],
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
  ...more,
});
const model = (...tables: readonly Table[]): DataModel => ({
  ...emptyBackend('x', 'recovered').data,
  tables,
});

test.each([
  ['store', storeData],
  ['shop', shopData],
])('%s: PostgreSQL’s own grammar reads the script, and nothing was lost', (_, data) => {
  const { text, lost } = schemaSql(data);
  expect(lost).toEqual([]);
  expect(parseSync(text).stmts?.length).toBeGreaterThan(data.tables.length);
});

test('the script of the store', () => {
  expect(schemaSql(storeData).text).toMatchSnapshot();
});

test('a unique index stands before the key that points at it', () => {
  const target = bare('client', {
    columns: [{ name: 'code', type: 'text', nullable: false, origin }],
    indexes: [
      {
        name: 'client_code',
        columns: ['code'],
        include: [],
        unique: true,
        method: 'btree',
        serves: [],
        origin,
      },
    ],
  });
  const source = bare('consent', {
    columns: [{ name: 'client', type: 'text', nullable: false, origin }],
    foreignKeys: [
      {
        name: 'consent_client',
        columns: ['client'],
        references: { table: 'client', columns: ['code'] },
        onDelete: 'no action',
        onUpdate: 'no action',
        origin,
      },
    ],
  });
  const { text } = schemaSql(model(target, source));
  expect(text.indexOf('create unique index')).toBeGreaterThan(0);
  expect(text.indexOf('create unique index')).toBeLessThan(text.indexOf('foreign key'));
});

describe('what cannot be expressed is told', () => {
  test.each<readonly [string, DataModel, string]>([
    [
      'a key to an unknown table',
      model(
        bare('a', {
          foreignKeys: [
            {
              columns: ['id'],
              references: { table: 'gone', columns: [] },
              onDelete: 'no action',
              onUpdate: 'no action',
              origin,
            },
          ],
        }),
      ),
      'a: foreign key a_id_fkey points at gone, which is not known',
    ],
    [
      'a unique over an unknown column',
      model(bare('a', { uniques: [{ columns: ['id', 'x'], origin }] })),
      'a: unique a_id_x_key names columns that are not known: x',
    ],
    [
      'a partition whose key lacks the column',
      model(
        bare('a', {
          primaryKey: { columns: ['id'], origin },
          partition: { by: 'at', step: 'month', because: 'size' },
        }),
      ),
      'a: PostgreSQL partitions by at only if a_pkey contains it; the table stays whole',
    ],
    [
      'a table declared twice',
      model(bare('a'), bare('a')),
      'a: declared twice, the first declaration is kept',
    ],
  ])('%s', (_, data, told) => {
    const { text, lost } = schemaSql(data);
    expect(lost).toEqual([told]);
    expect(parseSync(text).stmts?.length).toBeGreaterThan(0);
  });
});

test('names', () => {
  expect(quoteName('order')).toBe('"order"');
  expect(quoteName('Order"s')).toBe('"Order""s"');
  expect(quoteName('orders')).toBe('orders');
  expect(quoteText("it's")).toBe("'it''s'");
  expect(generatedName('a'.repeat(60), ['b'.repeat(40)], 'idx')).toHaveLength(63);
});

test('no table, no script', () => {
  expect(schemaSql({ ...storeData, tables: [] })).toEqual({ text: '', lost: [] });
});

test('what a key says of empty values, of half references and of the moment of its check stays', () => {
  const { text } = schemaSql(
    model(
      bare('b', {
        columns: ['id', 'x', 'y'].map((name) => ({ name, type: 'bigint', nullable: true, origin })),
        uniques: [{ name: 'b_xy', columns: ['x', 'y'], nullsNotDistinct: true, origin }],
        indexes: [
          {
            name: 'b_y',
            columns: ['y'],
            include: ['x'],
            unique: true,
            nullsNotDistinct: true,
            method: 'btree',
            where: 'x > 0',
            serves: [],
            origin,
          },
        ],
        foreignKeys: [
          {
            name: 'b_self',
            columns: ['y', 'x'],
            references: { table: 'b', columns: ['x', 'y'] },
            onDelete: 'cascade',
            onUpdate: 'no action',
            matchFull: true,
            deferrable: true,
            origin,
          },
        ],
      }),
    ),
  );
  expect(parseSync(text).stmts?.length).toBe(3);
  expect(text).toContain('constraint b_xy unique nulls not distinct (x, y)');
  expect(text).toContain('create unique index b_y on b (y) include (x) nulls not distinct where x > 0;');
  expect(text).toContain('references b (x, y) match full on delete cascade deferrable;');
});

test('an index whose condition is not known is told, and leaves the rest of the script valid', () => {
  const { text, lost } = schemaSql(
    model(
      bare('b', {
        indexes: [
          {
            name: 'b_open',
            columns: ['id'],
            include: [],
            unique: false,
            method: 'btree',
            where: unknownCondition,
            serves: [],
            origin,
          },
        ],
      }),
    ),
  );
  expect(text).not.toContain('b_open');
  expect(lost).toEqual(['b: index b_open has a condition that is not known as SQL']);
});

test('a sequence whose name needs quotes is the one that the default draws from', () => {
  const { text } = schemaSql(
    model(
      bare('User', {
        columns: [
          {
            name: 'id',
            type: 'integer',
            nullable: false,
            default: "nextval('User_id_seq'::regclass)",
            origin,
          },
        ],
      }),
    ),
  );
  expect(text).toContain('create sequence if not exists "User_id_seq";');
  expect(text).toContain(`default nextval('"User_id_seq"'::regclass)`);
});
