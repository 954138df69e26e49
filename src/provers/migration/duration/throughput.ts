import { assumed } from '../../../model/origin.ts';
import type { Quantity } from '../../../model/origin.ts';

/** Work on a table that grows with it. */
export type Work = 'scan' | 'foreign key' | 'index' | 'rewrite' | 'change';

/** Time of some work: rows / `rows` + bytes of the heap / `bytes`. */
export interface Throughput {
  readonly rows: Quantity;
  readonly bytes: Quantity;
}

/**
 * Rows a second are CPU time: the middle is what `bench/migration/throughput.mjs` measured on PostgreSQL 18 with the table
 * in memory (2 cores that others used too, fsync on, WAL for a replica); the ends are a third of that, for wide keys and
 * a busy server, and three times that.
 */
const measured = (value: number): Quantity =>
  assumed(
    value,
    'rows/s',
    'measured on PostgreSQL 18, 2 shared cores, table in memory; another machine has a third to three times that',
    value / 3,
    value * 3,
  );

/** From a shared network volume (125 MB/s is common) to a table that lies in memory. */
const read = assumed(400e6, 'bytes/s', 'from a shared network volume to a table in memory', 100e6, 8e9);

/** Each byte is written to the new heap and to the WAL. */
const written = assumed(
  150e6,
  'bytes/s',
  'written along with the WAL: a shared network volume to a local NVMe disk',
  50e6,
  600e6,
);

export const throughput: Readonly<Record<Work, Throughput>> = {
  scan: { rows: measured(5e6), bytes: read },
  'foreign key': { rows: measured(1.5e6), bytes: read },
  index: { rows: measured(0.8e6), bytes: read },
  rewrite: { rows: measured(0.6e6), bytes: written },
  change: { rows: measured(0.4e6), bytes: written },
};
