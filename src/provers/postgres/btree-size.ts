import { align8 } from '../../artifacts/column-width.ts';
import type { CatalogueIndex } from './catalogue.ts';
import { meanWidth, repeatsOf, tupleWidths } from './index-keys.ts';
import type { ShapeOf, TableShape, WidthShare } from './index-keys.ts';
import { drawer } from '../seeded.ts';
import { pageBytes } from './page-checksum.ts';

/**
 * The page layout of a B-tree that CREATE INDEX has just built (src/backend/access/nbtree/nbtsort.c and nbtdedup.c of
 * PostgreSQL 18; bytes). A page has a header of 24, a special space of 16, and for each tuple a pointer of 4; one
 * pointer is kept for the high key, and one is counted off whenever room is asked for (PageGetFreeSpace).
 */
const room = pageBytes - 24 - 16 - 4 - 4;
const pointer = 4;
/** BTREE_DEFAULT_FILLFACTOR and BTREE_NONLEAF_FILLFACTOR. */
const leafFill = 90;
const innerFill = 70;
/** A tenth of a page without the pointer: the largest list of rows of one key while an index is built (_bt_load). */
const largestList = 808;
/** Bytes of a row's place in such a list. */
const place = 6;
const metapage = 1;
/** A tuple without a value: its header with the map of nulls. */
const keyOfNull = 16;
/** Room that a page is left with when it is full (BTGetTargetPageFreeSpace). */
const spare = (fill: number): number => Math.floor((pageBytes * (100 - fill)) / 100);

export interface BtreeSize {
  /** Of 8 kB. */
  readonly pages: number;
  /** Levels above the leaves. */
  readonly level: number;
}

/** Size of a freshly built index with so many tuples. */
export function btreeSize(
  index: CatalogueIndex,
  tuples: number,
  shapeOf: ShapeOf,
  table: TableShape = {},
): BtreeSize {
  const { keys, nulls } = repeatsOf(index, tuples, shapeOf, table);
  const present = new Set([
    ...presentIn(index),
    ...(nulls > 0 ? index.elements.slice(0, 1).map(({ column, name }) => column ?? name) : []),
  ]);
  const widths = tupleWidths(index.elements, shapeOf, present);
  const there = Math.round(tuples * (1 - nulls));
  const mean = index.deduplicates ? there / keys : 1;
  const layout = { lists: index.deduplicates, fill: Number(index.options['fillfactor'] ?? leafFill) };
  const isAlike = widths.length === 1 && mean <= singly;
  const most = isAlike ? laidOutAlike : laidOut;
  // Nulls come last and are one key.
  const empty = (): Group => ({ rows: tuples - there, key: keyOfNull });
  const leaves =
    leavesFor(there, groupsOf(widths, mean), { ...layout, most }) +
    (nulls > 0 ? leavesFor(tuples - there, empty, { ...layout, most }) : 0);
  const above = innerPages(leaves, keyBytes(index, shapeOf));
  return { pages: leaves + above.pages + metapage, level: above.level };
}

/** Levels above the leaves of a B-tree that has so many pages. */
export const btreeLevel = (index: CatalogueIndex, pages: number, shapeOf: ShapeOf): number =>
  innerPages(pages - metapage, keyBytes(index, shapeOf)).level;

/** Pages above the leaves hold keys alone, without what an index includes. */
const keyBytes = (index: CatalogueIndex, shapeOf: ShapeOf): number =>
  meanWidth(tupleWidths(index.elements.slice(0, index.keys), shapeOf, presentIn(index)));

/** Columns of which a partial index has no null. */
const presentIn = ({ predicate = '' }: CatalogueIndex): ReadonlySet<string> =>
  new Set([...predicate.matchAll(/"?([^\s"()]+)"? IS NOT NULL/g)].flatMap(([, name]) => name ?? []));

/** Rows of one key, and bytes of the key with its tuple's header. */
interface Group {
  readonly rows: number;
  readonly key: number;
}

/** Gives the next key in their order. */
type NextGroup = () => Group;

/** Keys drawn from how they repeat and how wide they are, the same for each call. */
function groupsOf(widths: readonly WidthShare[], mean: number): NextGroup {
  const next = drawer(1);
  const rowsOf = rowsDrawn(mean);
  const byPart = widths.toSorted((a, b) => b.part - a.part);
  return () => ({
    rows: rowsOf(next),
    key: byPart.length === 1 ? widthAt(byPart, 0) : widthAt(byPart, next()),
  });
}

function widthAt(widths: readonly WidthShare[], at: number): number {
  let [left, bytes] = [at, widths[0]?.bytes ?? 8];
  for (const width of widths) {
    ({ bytes } = width);
    left -= width.part;
    if (left < 0) break;
  }
  return bytes;
}

/** Mean rows of a key up to which each is taken to have one. */
const singly = 1.0005;
/** Groups beyond this mean size are drawn from the normal distribution that they approach. */
const largeGroup = 300;

/** Rows of the keys that occur where rows are drawn at random, by their mean: a Poisson distribution without zero. */
function rowsDrawn(mean: number): (next: () => number) => number {
  if (mean <= singly) return () => 1;
  if (mean > largeGroup) {
    const deviation = Math.sqrt(mean);
    return (next) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return Math.max(1, Math.round(mean + deviation * normal));
    };
  }
  let rate = mean;
  for (let round = 0; round < 60; round++) rate = mean * -Math.expm1(-rate);
  const none = Math.exp(-rate);
  return (next) => {
    let [rows, term] = [0, none];
    for (let left = none + next() * (1 - none) - none; left >= 0; left -= term) {
      rows++;
      term *= rate / rows;
      if (rows > 3 * largeGroup) break;
    }
    return Math.max(1, rows);
  };
}

/** Leaves and tuples that are laid out, from which the whole is reckoned; tuples all alike show it with the first leaves. */
const laidOut = 80;
const laidOutTuples = 5000;
const laidOutAlike = 3;

interface Layout {
  /** Equal keys share tuples. */
  readonly lists: boolean;
  readonly fill: number;
  /** Leaves that are laid out. */
  readonly most: number;
}

/**
 * Lays leaves out as _bt_buildadd does: a leaf is full when the next tuple does not fit, or when less than the spare
 * room is left, not counting what the last tuple's list takes; the last tuple then moves on and leaves only its key.
 * @returns leaves for so many rows
 */
function leavesFor(rows: number, next: NextGroup, { lists, fill, most }: Layout): number {
  let [used, leaves, taken, held, placed, moved] = [0, 0, 0, 0, 0, { bytes: 0, key: 0, rows: 0 }];
  const isEnough = (): boolean => leaves >= most || (placed >= laidOutTuples && leaves >= laidOutAlike);
  while (taken < rows && !isEnough()) {
    const { rows: all, key } = next();
    const longest = lists ? Math.max(1, Math.floor((largestList - key) / place)) : 1;
    for (let left = Math.min(all, rows - taken); left > 0;) {
      const listed = Math.min(left, longest);
      const bytes = listed === 1 ? key : align8(key + listed * place);
      const spared = room - used + (moved.bytes - moved.key);
      if (used > 0 && (room - used < bytes + 8 || spared < spare(fill))) {
        leaves++;
        held = taken - moved.rows;
        used = moved.bytes + pointer;
      }
      used += bytes + pointer;
      moved = { bytes, key, rows: listed };
      taken += listed;
      left -= listed;
      placed++;
      if (isEnough()) break;
    }
  }
  if (!isEnough()) return leaves + 1;
  return Math.ceil((rows * leaves) / Math.max(1, held));
}

function innerPages(leaves: number, key: number): BtreeSize {
  const perPage = Math.max(2, Math.floor((room - spare(innerFill)) / (key + pointer)));
  let [wide, pages, level] = [leaves, 0, 0];
  while (wide > 1) {
    wide = Math.ceil(wide / perPage);
    pages += wide;
    level++;
  }
  return { pages, level };
}
