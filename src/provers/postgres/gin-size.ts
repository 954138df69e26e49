import type { ColumnFacts, GinPages } from '../../model/database-statistics.ts';

/** Bytes of a page without its header and special space. */
const page = 8152;
/** Item numbers in the block number of a compressed place (src/backend/access/gin/ginpostinglist.c: 11 bits). */
const placesPerBlock = 2048;
/** Largest list of places that stays beside its element; a longer one gets pages of its own (GinMaxItemSize). */
const inlineBytes = 2704;
/** Elements a value has where no statistic tells: one for so many bytes of it. */
const bytesPerElement = 8;

export interface GinSize {
  readonly pages: number;
  readonly gin: GinPages;
}

/**
 * Size of a GIN index over one column. Each place of an element costs as many bytes as its distance from the place
 * before has groups of 7 bits; an element with many places gets a tree of pages of its own. Where statistics tell of
 * elements (arrays, tsvector) within a third on what was measured; rough for jsonb, of which they tell nothing.
 * @param elementsOf elements of one value where the operator class makes them itself (trigrams), else from statistics
 */
export function ginSize(
  tuples: number,
  heapPages: number,
  width: number,
  facts: ColumnFacts | undefined,
  elementsOf: number | undefined,
  sampled?: readonly Elements[],
): GinSize {
  const counted = facts?.elementCounts?.at(-1);
  const perValue = elementsOf ?? counted ?? Math.max(1, width / bytesPerElement);
  const frequencies = sampled ?? frequenciesOf(facts, perValue, tuples);
  const rowsPerPage = Math.max(1, tuples / Math.max(1, heapPages));
  let [entryBytes, dataPages] = [0, 0];
  for (const { frequency, count } of frequencies) {
    const places = Math.max(1, tuples * frequency);
    const bytes = places * placeBytes(tuples / places, rowsPerPage);
    const isTree = bytes > inlineBytes;
    entryBytes += count * (isTree ? 32 : 24 + bytes);
    if (isTree) dataPages += count * treePages(bytes);
  }
  const entries = Math.ceil(frequencies.reduce((sum, { count }) => sum + count, 0));
  dataPages = Math.ceil(dataPages);
  // Entries come in their order, and a full page is split in halves, of which the first stays as it is (entrySplitPage).
  const filled = Math.min(page, page / 2 + entryBytes / Math.max(1, entries));
  const leaves = Math.max(1, Math.ceil(entryBytes / filled));
  const entryPages = leaves === 1 ? 1 : leaves + Math.ceil(leaves / (page / 2 / 24));
  return {
    pages: entryPages + dataPages + 1,
    gin: { pendingPages: 0, entryPages, dataPages, entries },
  };
}

/** Leaves of a tree of places, and its root where they are several. */
function treePages(bytes: number): number {
  const leaves = Math.ceil(bytes / (page * 0.9));
  return leaves === 1 ? 1 : leaves + 1;
}

/** Bytes of one place in a compressed list whose places lie so many rows apart. */
function placeBytes(gap: number, rowsPerPage: number): number {
  const groups = (distance: number): number => Math.max(1, Math.ceil(Math.log2(distance + 1) / 7));
  const samePage = Math.max(0, 1 - gap / rowsPerPage);
  const pagesAway = Math.max(1, gap / rowsPerPage);
  return samePage * groups(gap) + (1 - samePage) * groups(pagesAway * placesPerBlock);
}

/** Elements that are equally frequent. */
export interface Elements {
  /** Part of the rows that have the element. */
  readonly frequency: number;
  readonly count: number;
}

/** How often elements occur: the most common ones as told, the rest evenly at half the rarest of them. */
function frequenciesOf(
  facts: ColumnFacts | undefined,
  perValue: number,
  tuples: number,
): readonly Elements[] {
  // The last numbers are the least and the greatest frequency, and that of null for arrays (pg_stats).
  const count = facts?.commonElements === undefined ? 0 : elementCount(facts.commonElements);
  const known = (facts?.commonElementFrequencies ?? []).slice(0, count);
  const told = known.reduce((sum, frequency) => sum + frequency, 0);
  const rest = Math.max(0, perValue - told);
  const common = known.map((frequency) => ({ frequency, count: 1 }));
  if (rest < perValue * 0.02 && known.length > 0) return common;
  const { distinct = -1 } = facts ?? {};
  // Equal values have equal elements: none is rarer than a value.
  const ofValue = 1 / Math.max(1, distinct < 0 ? -distinct * tuples : distinct);
  const rare = known.length > 0 ? Math.min(...known) / 2 : Math.max(ofValue, 0.001);
  return [...common, { frequency: rare, count: Math.max(1, rest / rare) }];
}

/** Elements of an array literal of one dimension. */
function elementCount(literal: string): number {
  let [count, quoted] = [literal.length > 2 ? 1 : 0, false];
  for (let at = 1; at < literal.length - 1; at++) {
    if (literal[at] === '\\') at++;
    else if (literal[at] === '"') quoted = !quoted;
    else if (literal[at] === ',' && !quoted) count++;
  }
  return count;
}
