import type { Quantity } from './origin.ts';

/** Share and load of the partition that holds the key asked for most, against what one partition gives. */
export interface PartitionSkew {
  readonly keys: Quantity;
  /** Popularity of a key is its rank to the power of minus this (Zipf). */
  readonly exponent: Quantity;
  /** Part of the accesses that go to the hottest key, 0..1. */
  readonly hottest: Quantity;
  /** Partitions that the load and the size of the table ask for. */
  readonly partitions: Quantity;
  /** Part of the accesses that go to the partition of the hottest key, 0..1, before the store splits it. */
  readonly share: Quantity;
  /** Capacity units a second that the hottest key takes. */
  readonly units: Quantity;
  /** Capacity units a second that one partition gives. */
  readonly limit: Quantity;
}

/** One row of the access-pattern table: how an operation reaches its rows, and the store that this asks for. */
export interface AccessPattern {
  readonly operation: string;
  readonly keys: readonly string[];
  readonly peak: Quantity;
  readonly rows: 'one' | 'a page' | 'many';
  /** Seconds an answer may be old; absent = it must be current. */
  readonly staleness?: Quantity;
  /** Cores of the database that it keeps busy at peak. */
  readonly cores: Quantity;
  readonly store: 'relational' | 'key-value' | 'wide-column';
  readonly because: string;
  readonly skew?: PartitionSkew;
}
