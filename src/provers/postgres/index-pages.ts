import type { GinPages } from '../../model/database-statistics.ts';
import type { IndexEnds } from './index-ends.ts';
import { pageBytes, sealPage } from './page-checksum.ts';

const metaMagic = 0x053162;
/** Where the special space of a B-tree page begins, which holds its links, level and flags (BTPageOpaqueData). */
const special = 8176;
const leaf = 1;
const root = 2;
/** Ranges whose places one page of the map of a BRIN index holds (REVMAP_PAGE_MAXITEMS). */
const rangesPerMapPage = 1360;

/** The keys of a leaf, and how many attributes its tuples have: of the first alone a value is known. */
interface LeafEnds extends IndexEnds {
  readonly attributes: number;
}

/**
 * A B-tree of `level` levels above one leaf, empty or with its first and last key: metapage, then a root that leads down to the leaf. The planner
 * reads the height from the metapage and may descend to look for the extreme values, so every page must be valid
 * (src/include/access/nbtree.h, src/backend/access/nbtree/README).
 * @param metapage the first block of the index as PostgreSQL made it
 */
export function btreeOfHeight(metapage: Uint8Array, level: number, ends?: LeafEnds): Uint8Array {
  const pages = new Uint8Array(pageBytes * (level + 2));
  pages.set(metapage.subarray(0, pageBytes));
  const meta = new DataView(pages.buffer, 0, pageBytes);
  if (meta.getUint32(24, true) !== metaMagic) throw new Error('this is no metapage of a B-tree');
  for (const [at, value] of [1, level, 1, level].entries()) meta.setUint32(32 + at * 4, value, true);
  for (let block = 1; block <= level + 1; block++) {
    const page = pages.subarray(block * pageBytes, (block + 1) * pageBytes);
    page.set(metapage.subarray(0, 8));
    treePage(new DataView(page.buffer, page.byteOffset, pageBytes), block, level);
  }
  if (ends !== undefined) fillLeaf(pages.subarray((level + 1) * pageBytes), ends);
  for (let block = 0; block <= level + 1; block++)
    sealPage(pages.subarray(block * pageBytes, (block + 1) * pageBytes), block);
  return pages;
}

function treePage(page: DataView, block: number, height: number): void {
  const level = height - (block - 1);
  const isLeaf = level === 0;
  page.setUint16(12, isLeaf ? 24 : 28, true);
  page.setUint16(14, isLeaf ? special : special - 8, true);
  page.setUint16(16, special, true);
  page.setUint16(18, pageBytes | 4, true);
  page.setUint32(special + 8, level, true);
  page.setUint16(special + 12, (isLeaf ? leaf : 0) | (block === 1 ? root : 0), true);
  if (isLeaf) return;
  // One downlink without key: everything is to be found below it.
  page.setUint32(24, ((special - 8) | (1 << 15) | (8 << 17)) >>> 0, true);
  page.setUint16(special - 8 + 2, block + 1, true);
  page.setUint16(special - 8 + 6, 8 | 0x2000, true);
}

/** Two tuples of rows in the first block of the table (IndexTupleData in src/include/access/itup.h). */
function fillLeaf(page: Uint8Array, { first, last, attributes }: LeafEnds): void {
  const view = new DataView(page.buffer, page.byteOffset, pageBytes);
  const hasNulls = attributes > 1;
  const head = hasNulls ? 16 : 8;
  let upper = special;
  for (const [at, key] of [first, last].entries()) {
    const bytes = Math.ceil((head + key.length) / 8) * 8;
    upper -= bytes;
    view.setUint16(upper + 4, at + 1, true);
    view.setUint16(upper + 6, bytes | tupleVaries | (hasNulls ? tupleHasNulls : 0), true);
    // The map of nulls: the first attribute has a value.
    if (hasNulls) view.setUint8(upper + 8, 1);
    page.set(key, upper + head);
    view.setUint32(24 + at * 4, (upper | (1 << 15) | (bytes << 17)) >>> 0, true);
  }
  view.setUint16(12, 24 + 2 * 4, true);
  view.setUint16(14, upper, true);
}

/** INDEX_NULL_MASK, and INDEX_VAR_MASK: the length of values may vary, which only forbids a short cut. */
const tupleHasNulls = 0x8000;
const tupleVaries = 0x4000;

/** A visibility map that says of the first block that everybody sees it (src/backend/access/heap/visibilitymap.c). */
export function visibleBlock(): Uint8Array {
  const page = new Uint8Array(pageBytes);
  const view = new DataView(page.buffer);
  view.setUint16(12, 24, true);
  for (const at of [14, 16]) view.setUint16(at, pageBytes, true);
  view.setUint16(18, pageBytes | 4, true);
  view.setUint8(24, 1);
  sealPage(page, 0);
  return page;
}

/** The metapage of a BRIN index whose map has room for all ranges of a heap of so many pages (brinGetStats). */
export function brinOfHeap(metapage: Uint8Array, heapPages: number): Uint8Array {
  const page = Uint8Array.from(metapage.subarray(0, pageBytes));
  const view = new DataView(page.buffer);
  const pagesPerRange = view.getUint32(32, true);
  const ranges = Math.ceil(heapPages / Math.max(1, pagesPerRange));
  view.setUint32(36, Math.max(1, Math.ceil(ranges / rangesPerMapPage)), true);
  sealPage(page, 0);
  return page;
}

/** The metapage of a GIN index that says of itself what it will hold (GinMetaPageData). */
export function ginOfPages(metapage: Uint8Array, pages: number, gin: GinPages): Uint8Array {
  const page = Uint8Array.from(metapage.subarray(0, pageBytes));
  const view = new DataView(page.buffer);
  view.setUint32(36, gin.pendingPages, true);
  for (const [at, value] of [pages, gin.entryPages, gin.dataPages].entries())
    view.setUint32(48 + at * 4, value, true);
  view.setBigInt64(64, BigInt(Math.round(gin.entries)), true);
  sealPage(page, 0);
  return page;
}
