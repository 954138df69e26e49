import { align8 } from '../../../artifacts/column-width.ts';

/**
 * Bytes that PostgreSQL counts beside the values of a row in the structures whose memory the planner reckons with.
 * They hold pointers, so an engine of 32 bits counts less (src/include/executor/hashjoin.h, execnodes.h,
 * src/backend/executor/nodeMemoize.c, src/backend/nodes/tidbitmap.c).
 */
export interface Layout {
  readonly pointer: number;
  /** Of a hash join, HJTUPLE_OVERHEAD. */
  readonly joinTuple: number;
  /** HashSkewBucket. */
  readonly skewBucket: number;
  /** TupleHashEntryData of an aggregate. */
  readonly groupEntry: number;
  /** AggStatePerGroupData, one for each aggregate of a group. */
  readonly groupState: number;
  /** Further bytes for a state of 8 bytes, where those are kept by reference. */
  readonly wideState: number;
  /** Of Memoize: once for each key, and for each row of it. */
  readonly memoizeKey: number;
  readonly memoizeRow: number;
  /** PagetableEntry with its two pointers: a page of a bitmap. */
  readonly bitmapPage: number;
}

export const server64: Layout = {
  pointer: 8,
  joinTuple: 16,
  skewBucket: 16,
  groupEntry: 16,
  groupState: 16,
  wideState: 0,
  memoizeKey: 48,
  memoizeRow: 16,
  bitmapPage: 64,
};

export const engine32: Layout = {
  pointer: 4,
  joinTuple: 8,
  skewBucket: 8,
  groupEntry: 12,
  groupState: 8,
  wideState: 24,
  memoizeKey: 28,
  memoizeRow: 8,
  bitmapPage: 56,
};

/** Header of a row in memory, SizeofMinimalTupleHeader aligned. */
const minimalTuple = 16;
const heapTuple = 24;
const page = 8192;
const largestAllocation = 0x3f_ff_ff_ff;

export interface HashTable {
  readonly buckets: number;
  readonly batches: number;
}

export interface HashInput {
  readonly rows: number;
  readonly width: number;
  /** Workers besides the leader that fill one table together; 0 when each has its own. */
  readonly workers: number;
}

const powerBelow = (value: number): number => 2 ** Math.floor(Math.log2(Math.max(1, value)));
const powerAbove = (value: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, value)));

/**
 * Buckets and batches of a hash join with so many bytes for its table, as the planner expects them
 * (ExecChooseHashTableSize in src/backend/executor/nodeHash.c).
 */
export function hashTable(layout: Layout, memory: number, { rows, width, workers }: HashInput): HashTable {
  const tuple = layout.joinTuple + minimalTuple + align8(width);
  const inner = Math.max(1, rows) * tuple;
  const shared = memoryLess(layout, memory * (workers + 1), tuple);
  const wanted = bucketsFor(layout, shared, rows);
  if (inner + wanted * layout.pointer <= shared) return { buckets: wanted, batches: 1 };
  const own = memoryLess(layout, memory, tuple);
  const fitting = bucketsFor(layout, own, rows);
  if (inner + fitting * layout.pointer <= own) return { buckets: fitting, batches: 1 };
  const most = pointersIn(layout, own);
  let buckets = Math.min(powerAbove(Math.floor(own / (tuple + layout.pointer))), most);
  const part = Math.ceil(inner / Math.max(1, own - buckets * layout.pointer));
  let batches = powerAbove(Math.max(2, Math.min(part, most)));
  // Every batch has a file with a buffer of its own: fewer, larger ones may take less in all.
  for (let space = own; space + batches * 2 * page > space * 2 + batches * page && batches > 1; space *= 2) {
    batches /= 2;
    buckets *= 2;
  }
  return { buckets, batches };
}

/** What the table of the most common values leaves: they get 2 % of the memory. */
function memoryLess(layout: Layout, memory: number, tuple: number): number {
  const value = tuple + 8 * layout.pointer + 4 + layout.skewBucket;
  return memory - Math.floor((Math.floor(memory / value) * 2) / 100) * value;
}

const pointersIn = ({ pointer }: Layout, memory: number): number =>
  powerBelow(Math.min(memory, largestAllocation) / pointer);

const bucketsFor = (layout: Layout, memory: number, rows: number): number =>
  powerAbove(Math.max(1024, Math.min(Math.ceil(rows), pointersIn(layout, memory))));

export interface GroupInput {
  readonly groups: number;
  /** Bytes of a row that is grouped. */
  readonly width: number;
  /** Aggregates, and how many of them keep a number of 8 bytes. */
  readonly states: number;
  readonly wideStates: number;
  /** And how many one of arbitrary precision. */
  readonly preciseStates: number;
}

/** A sum of numerics with the header of its memory (aggtransspace in src/include/catalog/pg_aggregate.dat). */
const preciseState = 8 + 128;

/** Bytes of the hash table of an aggregate (hash_agg_entry_size in src/backend/executor/nodeAgg.c). */
export const groupsBytes = (
  layout: Layout,
  { groups, width, states, wideStates, preciseStates }: GroupInput,
): number =>
  groups *
  (layout.groupEntry +
    align8(minimalTuple + width) +
    states * layout.groupState +
    wideStates * layout.wideState +
    preciseStates * preciseState);

/** Bytes of one key of Memoize with so many rows (cost_memoize_rescan in src/backend/optimizer/path/costsize.c). */
export const memoizedBytes = (layout: Layout, rows: number, width: number): number =>
  layout.memoizeKey + rows * (layout.memoizeRow + heapTuple + align8(width));
