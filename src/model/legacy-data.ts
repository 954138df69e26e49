import type { LegacyTable, RowProfile } from './legacy-table.ts';
import type { Origin } from './origin.ts';

/** What is known of the database that is left: its tables in MySQL's own types, and what rows of it tell. No row. */
export interface LegacyData {
  /** `dump`: a dump of the repository; `code`: the recovered model, so nothing is known of rows. */
  readonly from: 'dump' | 'code';
  /** Files that were read, those with most tables first. */
  readonly files: readonly string[];
  readonly tables: readonly { readonly legacy: LegacyTable; readonly profile: RowProfile }[];
  /** Offset of the values of `timestamp` columns, where a dump tells one: `+00:00`. */
  readonly timeZone?: string;
  /** The zone in which `datetime` values were written, by its name; absent = nobody said, UTC is taken. */
  readonly localZone?: { readonly name: string; readonly origin: Origin };
  /** What was not read, in words. */
  readonly left: readonly string[];
}
