import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawNode } from '../explain.ts';
import { engine32, groupsBytes, hashTable, server64 } from './hash-sizes.ts';
import { demandsOf, memoryOf, partFor, unmet, wantsBitmapMemory } from './server-memory.ts';

const mebibyte = 2 ** 20;

const node = (type: string, rows: number, width: number, rest: Partial<RawNode> = {}): RawNode => ({
  'Node Type': type,
  'Plan Rows': rows,
  'Plan Width': width,
  'Startup Cost': 0,
  'Total Cost': 1,
  ...rest,
});

const server = { work: 4 * mebibyte, multiplier: 2 };

describe('hash tables of servers of 64 and 32 bits', () => {
  it('gives the batches that EXPLAIN ANALYZE of a 64-bit server shows', () => {
    // 150,000 rows of 156 bytes take 32 + 160 bytes each and their buckets 2 MB.
    expect(hashTable(server64, 32 * mebibyte, { rows: 150_000, width: 156, workers: 0 })).toEqual({
      buckets: 262_144,
      batches: 1,
    });
    expect(hashTable(server64, 8 * mebibyte, { rows: 150_000, width: 156, workers: 0 }).batches).toBe(4);
  });

  it('never takes more batches for less memory of rows', () => {
    const input = fc.record({
      rows: fc.integer({ min: 1, max: 10_000_000 }),
      width: fc.integer({ min: 1, max: 500 }),
      workers: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(input, fc.integer({ min: 1, max: 128 }), (each, size) => {
        const there = hashTable(server64, size * mebibyte, each);
        const here = hashTable(engine32, size * mebibyte, each);
        return here.batches <= there.batches;
      }),
    );
  });

  it('counts the groups of a count larger in 32 bits, of nothing smaller', () => {
    const group = { groups: 1, width: 4, states: 1, wideStates: 1, preciseStates: 0 };
    expect(groupsBytes(server64, group)).toBe(16 + 24 + 16);
    expect(groupsBytes(engine32, group)).toBe(12 + 24 + 8 + 24);
    const none = { ...group, states: 0, wideStates: 0 };
    expect(groupsBytes(engine32, none)).toBeLessThan(groupsBytes(server64, none));
  });
});

describe('the memory of a plan', () => {
  it('wants less memory where the smaller rows of the engine would just fit', () => {
    const hash = node('Hash', 190_000, 8);
    const demands = demandsOf(node('Hash Join', 1e6, 16, { Plans: [hash] }), server);
    expect(unmet(demands, 1)).toBe(1);
    const part = partFor(demands, 1);
    expect(part).toBeLessThan(1);
    expect(unmet(demands, part)).toBe(0);
  });

  it('wants nothing of a plan without hash tables', () => {
    expect(demandsOf(node('Seq Scan', 1000, 8), server)).toEqual([]);
  });

  it('gives bitmaps that forget rows seven eighths, and hash tables what they had', () => {
    const scan = node('Bitmap Heap Scan', 1e6, 8, { Plans: [node('Bitmap Index Scan', 1e6, 0)] });
    expect(wantsBitmapMemory(scan, server.work)).toBe(true);
    const memory = memoryOf(server, 1, true);
    expect(memory.work).toBe(3.5 * mebibyte);
    expect(memory.work * memory.multiplier).toBeCloseTo(server.work * server.multiplier);
  });

  it('leaves work_mem where a sort of the plan would take more runs', () => {
    const scan = node('Bitmap Heap Scan', 60_000, 40, { Plans: [node('Bitmap Index Scan', 1e6, 0)] });
    const sort = node('Sort', 60_000, 40, { Plans: [scan] });
    expect(wantsBitmapMemory(sort, server.work)).toBe(false);
  });
});
