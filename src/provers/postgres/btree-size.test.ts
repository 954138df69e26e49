import { expect, test } from 'vitest';
import { btreeSize } from './btree-size.ts';
import type { CatalogueIndex, IndexElement } from './catalogue.ts';
import { shapesOf } from './index-keys.ts';
import type { ColumnShape } from './index-keys.ts';

const element = (column: string, type: string, length: number, alignment: number): IndexElement => ({
  column,
  name: column,
  type,
  operatorClass: '',
  length,
  alignment,
});
const id = element('id', 'integer', 4, 4);
const label = element('label', 'text', -1, 4);

function sizeOf(
  elements: readonly IndexElement[],
  tuples: number,
  columns: Readonly<Record<string, ColumnShape>>,
  more: Partial<CatalogueIndex> = {},
): ReturnType<typeof btreeSize> {
  const index: CatalogueIndex = {
    oid: '1',
    schema: 'public',
    name: 'i',
    table: '2',
    rootName: 'i',
    method: 'btree',
    elements,
    keys: elements.length,
    options: {},
    descending: false,
    deduplicates: true,
    constraint: false,
    ...more,
  };
  return btreeSize(index, tuples, shapesOf(new Map(Object.entries(columns))));
}

const all = { averageWidth: 4, distinct: -1 };

test('the primary key of pgbench_accounts takes as many pages as PostgreSQL gives it', () => {
  expect(sizeOf([id], 100_000, { id: all })).toEqual({ pages: 276, level: 1 });
  expect(sizeOf([id], 1_000_000, { id: all })).toEqual({ pages: 2745, level: 2 });
});

test('keys that repeat share tuples; a type that must not does not', () => {
  const few = { averageWidth: 4, distinct: 10 };
  const shared = sizeOf([id], 1_000_000, { id: few }).pages;
  // Lists of 132 places, nine of them to a leaf: 1,188 rows.
  expect(shared / (1_000_000 / 1188)).toBeCloseTo(1, 1);
  expect(sizeOf([id], 1_000_000, { id: few }, { deduplicates: false }).pages).toBe(2745);
});

test('nulls are one key, but what an index includes widens each of its tuples', () => {
  const sparse = sizeOf([id], 1_000_000, { id: { ...all, nullFraction: 0.9, distinct: -0.1 } }).pages;
  expect(sparse).toBeLessThan(1200);
  const covering = sizeOf(
    [id, label],
    1_000_000,
    { id: all, label: { averageWidth: 21, distinct: -1 } },
    { keys: 1, deduplicates: false },
  );
  const narrow = sizeOf([id], 1_000_000, { id: all });
  expect(covering.pages / narrow.pages).toBeGreaterThan(1.8);
  expect(covering.level).toBe(narrow.level);
});

test('an index of no row is a leaf and its metapage', () => {
  expect(sizeOf([id], 0, { id: all })).toEqual({ pages: 2, level: 0 });
});
