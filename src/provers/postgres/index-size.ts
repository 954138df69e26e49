import { align8 } from '../../artifacts/column-width.ts';
import { btreeSize } from './btree-size.ts';
import type { CatalogueIndex } from './catalogue.ts';
import { meanWidth, repeatsOf, shapesOf, tupleWidths } from './index-keys.ts';
import type { ColumnShape, ShapeOf, TableShape } from './index-keys.ts';

/** Bytes of a page without its header and special space. */
const page = 8152;

/** What an index takes, and how high it is: levels of a B-tree above its leaves, 0 for the other methods. */
export interface IndexSize {
  /** Of 8 kB. */
  readonly pages: number;
  readonly level: number;
}

/**
 * Size an index will have with so many tuples: a B-tree and a BRIN index from the layout of their pages, the others
 * roughly from the width of their values.
 */
export function indexSize(
  index: CatalogueIndex,
  tuples: number,
  heapPages: number,
  columns: ReadonlyMap<string, ColumnShape>,
  table: TableShape = {},
): IndexSize {
  const shapeOf = shapesOf(columns);
  const flat = (pages: number): IndexSize => ({ pages, level: 0 });
  switch (index.method) {
    case 'brin':
      return flat(brinPages(index, heapPages, shapeOf));
    case 'gin':
      return flat(ginPages(index, tuples, meanWidth(tupleWidths(index.elements, shapeOf)) - 8));
    case 'hash':
      return flat(hashPages(tuples, repeatsOf(index, tuples, shapeOf, table).keys));
    case 'btree':
      return btreeSize(index, tuples, shapeOf, table);
    default:
      return flat(
        Math.max(
          1,
          Math.ceil((tuples * (meanWidth(tupleWidths(index.elements, shapeOf)) + 4)) / (page * 0.9)),
        ),
      );
  }
}

/** BRIN_DEFAULT_PAGES_PER_RANGE, and ranges in a page of the map (REVMAP_PAGE_MAXITEMS in brin_page.h). */
const usualRange = 128;
const mapped = 1360;
/** Bytes of a page without its header and special space (BRIN_DEFAULT…; brin_pageops.c), and of a tuple's header. */
const brinPage = 8160;
const brinHeader = 5;

/** A tuple of each range holds the least and the greatest value of each column (brin_form_tuple in brin_tuple.c). */
function brinPages({ elements, options }: CatalogueIndex, heapPages: number, shapeOf: ShapeOf): number {
  const ranges = Math.max(1, Math.ceil(heapPages / Number(options['pages_per_range'] ?? usualRange)));
  const values = elements.flatMap((element) => [element, element]);
  const hasNulls = elements.some((element) => (shapeOf(element)?.nullFraction ?? 0) > 0);
  const head = align8(brinHeader + (hasNulls ? Math.ceil((2 * elements.length) / 8) : 0));
  const data = meanWidth(tupleWidths(values, (element) => notNull(shapeOf(element)))) - 8;
  return (
    1 + Math.ceil(ranges / mapped) + Math.ceil(ranges / Math.floor(brinPage / (head + align8(data) + 4)))
  );
}

const notNull = (shape: ColumnShape | undefined): ColumnShape | undefined =>
  shape && { ...shape, nullFraction: 0 };

/** Entries of 16 bytes and their pointers in a page of a hash index; a bucket is filled to three quarters of it. */
const hashEntries = 407;
const hashFill = 305;

/**
 * Buckets come in powers of two, from 512 on in quarters of them (_hash_spareindex in src/backend/access/hash/hashutil.c);
 * a value with more entries than a page holds makes pages overflow while other buckets stay empty.
 */
function hashPages(tuples: number, distinct: number): number {
  const wanted = Math.max(2, Math.ceil(tuples / hashFill));
  const power = 2 ** Math.ceil(Math.log2(wanted));
  const step = power > 512 ? power / 8 : power;
  const buckets = Math.ceil(wanted / step) * step;
  const filled = Math.min(distinct, buckets);
  const overflow = filled * (Math.ceil(tuples / filled / hashEntries) - 1);
  return Math.round(buckets + overflow) + 3;
}

/** Entries of one value by operator class, 3 bytes each in a compressed posting list. */
function ginPages(index: CatalogueIndex, tuples: number, width: number): number {
  const trigrams = index.elements.some(({ operatorClass }) => operatorClass.includes('trgm'));
  const entries = trigrams ? width : Math.max(1, width / 8);
  return Math.max(2, Math.ceil((tuples * entries * 3) / page));
}
