import { printedNodes } from '../explain.ts';
import type { RawNode } from '../explain.ts';
import { engine32, groupsBytes, hashTable, memoizedBytes, server64 } from './hash-sizes.ts';
import type { GroupInput, HashInput, HashTable } from './hash-sizes.ts';
import { sortsAlike } from './sort-runs.ts';

/** Memory a server gives its operations. */
export interface Memory {
  /** work_mem in bytes. */
  readonly work: number;
  /** hash_mem_multiplier. */
  readonly multiplier: number;
}

/** Something a plan does, or could have done, whose cost is the server's only at some parts of its memory. */
export interface Demand {
  readonly weight: number;
  /** Whether the engine decides with this part of the server's hash memory as the server does with all of it. */
  readonly holds: (part: number) => boolean;
}

/** Of what a plan only could have done. */
const possible = 0.2;

/** What a plan wants of the memory for hash tables. */
export function demandsOf(plan: RawNode, { work, multiplier }: Memory): readonly Demand[] {
  const memory = work * multiplier;
  const demands: Demand[] = [];
  const visit = (node: RawNode, workers: number): void => {
    const below = node['Workers Planned'] ?? workers;
    demands.push(...demandsOfNode(node, below, memory));
    for (const child of node.Plans ?? []) visit(child, below);
  };
  visit(plan, 0);
  return demands;
}

const isInput = (node: RawNode, role: 'Outer' | 'Inner'): boolean => node['Parent Relationship'] === role;
const child = (node: RawNode, role: 'Outer' | 'Inner'): RawNode | undefined =>
  node.Plans?.find((each) => isInput(each, role));

function demandsOfNode(node: RawNode, workers: number, memory: number): readonly Demand[] {
  const outer = child(node, 'Outer');
  const inner = child(node, 'Inner');
  switch (node['Node Type']) {
    case 'Hash':
      return joinDemands(hashInput(node, workers), memory, 1);
    case 'Merge Join':
    case 'Nested Loop':
      return inner === undefined || inner['Index Cond'] !== undefined
        ? []
        : joinDemands(hashInput(inner, 0), memory, possible);
    case 'Memoize':
      return outer === undefined ? [] : memoizeDemand(node, outer, memory);
    case 'Aggregate':
      return node.Strategy === 'Plain' || outer === undefined
        ? []
        : groupDemands(node, outer, memory, node.Strategy === 'Hashed' ? 1 : possible);
    case 'Unique':
    case 'Group':
      return outer === undefined ? [] : groupDemands(node, outer, memory, possible);
    default:
      return [];
  }
}

/** Workers share a table that is built in parallel; its rows are told for one of them (get_parallel_divisor). */
function hashInput(node: RawNode, workers: number): HashInput {
  const shared = node['Parallel Aware'] === true ? workers : 0;
  const divisor = shared + Math.max(0, shared === 0 ? 1 : 1 - 0.3 * shared);
  return { rows: node['Plan Rows'] * divisor, width: node['Plan Width'] ?? 0, workers: shared };
}

/** One batch or several is most of the cost; how many, and the buckets, are little of it. */
function joinDemands(input: HashInput, memory: number, weight: number): readonly Demand[] {
  const there = hashTable(server64, memory, input);
  const here = (part: number): HashTable => hashTable(engine32, memory * part, input);
  return [
    { weight, holds: (part) => (here(part).batches === 1) === (there.batches === 1) },
    {
      weight: Math.min(weight, possible) / 2,
      holds: (part) => {
        const { batches, buckets } = here(part);
        return batches === there.batches && buckets === there.buckets;
      },
    },
  ];
}

/** The type of a sum is not told: its state is a number of 8 bytes or one of arbitrary precision. */
function groupDemands(node: RawNode, input: RawNode, memory: number, weight: number): readonly Demand[] {
  const { Output = [] } = node;
  const found = Output.join(' ').match(/\b(?:count|sum|avg|min|max)\(/g) ?? [];
  const counts = found.filter((word) => word === 'count(').length;
  const sums = found.filter((word) => word === 'sum(' || word === 'avg(').length;
  const states = { groups: node['Plan Rows'], width: input['Plan Width'] ?? 0, states: found.length };
  const readings: readonly GroupInput[] =
    sums === 0
      ? [{ ...states, wideStates: counts, preciseStates: 0 }]
      : [
          { ...states, wideStates: counts, preciseStates: sums },
          { ...states, wideStates: counts + sums, preciseStates: 0 },
        ];
  return readings.map((reading) => {
    const spills = groupsBytes(server64, reading) > memory;
    return {
      weight: weight / readings.length,
      holds: (part) => groupsBytes(engine32, reading) > memory * part === spills,
    };
  });
}

/** Keys that find no room are read again: the cost goes with how many find some. */
function memoizeDemand(
  node: RawNode,
  { 'Plan Width': width = 0 }: RawNode,
  memory: number,
): readonly Demand[] {
  const rows = node['Plan Rows'];
  const ideal = memoizedBytes(engine32, rows, width) / memoizedBytes(server64, rows, width);
  const keys = memory / memoizedBytes(server64, rows, width);
  if (keys > 1e6) return [];
  return [{ weight: 1, holds: (part) => Math.abs(part / ideal - 1) < 0.008 }];
}

/** Parts of the memory that are tried, in hundredths. */
const parts = Array.from({ length: 81 }, (_, at) => 50 + at);

/** The part of the hash memory that leaves least unmet, the nearest to the usual one among equals. */
export function partFor(demands: readonly Demand[], usual: number): number {
  let best = { part: usual, unmet: weightUnmet(demands, usual) };
  const byDistance = parts
    .map((part) => part / 100)
    .toSorted((a, b) => Math.abs(a - usual) - Math.abs(b - usual));
  for (const part of byDistance) {
    const here = weightUnmet(demands, part);
    if (here < best.unmet - 1e-9) best = { part, unmet: here };
  }
  return best.part;
}

const weightUnmet = (demands: readonly Demand[], part: number): number =>
  demands.reduce((sum, { weight, holds }) => sum + (holds(part) ? 0 : weight), 0);

/** What the plan itself decides otherwise than the server would; what it could have done does not count. */
export const unmet = (demands: readonly Demand[], part: number): number =>
  weightUnmet(
    demands.filter(({ weight }) => weight > possible),
    part,
  );

/** A bitmap holds as many pages in this part of work_mem as on the server in all of it. */
const bitmapPart = engine32.bitmapPage / server64.bitmapPage;

/** Whether some bitmap is too large to name every row, and less work_mem would leave all sorts as they are. */
export function wantsBitmapMemory(plan: RawNode, work: number): boolean {
  const nodes = printedNodes(plan);
  const lossy = nodes.some(
    (node) =>
      node['Node Type'] === 'Bitmap Heap Scan' &&
      (node.Plans ?? []).some((each) => each['Plan Rows'] > work / server64.bitmapPage),
  );
  return lossy && sortsAlike(nodes, work, work * bitmapPart);
}

/** Entries of hash tables are smaller in 32 bits: with this part of the memory they number as many as in 64. */
export const usualPart = 0.825;

/** What the engine is given where no plan asks for another part. */
export const usualMemory = (server: Memory): Memory => memoryOf(server, usualPart, false);

/** The same memory in the words of the engine. */
export function memoryOf({ work, multiplier }: Memory, part: number, bitmaps: boolean): Memory {
  const less = bitmaps ? bitmapPart : 1;
  return { work: work * less, multiplier: Math.max(1, (multiplier * part) / less) };
}
