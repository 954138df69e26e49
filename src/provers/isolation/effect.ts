import type { Row, SqlFailure } from '../postgres/session.ts';
import type { LockMode } from '../migration/trace/locks.ts';
import type { RowLock } from './row-locks.ts';

/** One version of a row: its columns as PostgreSQL prints them, and its entry in each unique index (null: in none). */
export interface Tuple {
  readonly values: Readonly<Record<string, string | null>>;
  readonly keys: Readonly<Record<string, string | null>>;
}

/** A row that a statement finds: `row` is its identity through all its versions. */
export interface Loaded {
  readonly row: string;
  readonly tuple: Tuple;
}

/** Rows of each table, in the order in which they lie in it. */
export type Contents = ReadonlyMap<string, readonly Loaded[]>;

/** What a statement did to one row, in the order in which PostgreSQL did it. */
export type Action =
  | { readonly kind: 'lock'; readonly table: string; readonly row: string; readonly mode: RowLock }
  | {
      readonly kind: 'update';
      readonly table: string;
      readonly row: string;
      readonly mode: RowLock;
      readonly tuple: Tuple;
      /** It got new entries in indexes, not only a new version in the table. */
      readonly indexed: boolean;
    }
  | { readonly kind: 'delete'; readonly table: string; readonly row: string; readonly mode: RowLock }
  | { readonly kind: 'insert'; readonly table: string; readonly tuple: Tuple };

/** What a serializable transaction would remember to have read (SIREAD locks). */
export type Read =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'row'; readonly table: string; readonly row: string }
  | { readonly kind: 'index'; readonly table: string; readonly index: string };

/** A lock on a whole table, or on a number that the application chose (`advisory …`). */
export interface ObjectLock {
  readonly object: string;
  readonly mode: LockMode;
}

/** What one statement did, on the rows it was shown, as PostgreSQL's own log and lock table tell it. */
export interface Effect {
  readonly actions: readonly Action[];
  readonly locks: readonly ObjectLock[];
  readonly reads: readonly Read[];
  readonly rows: readonly Row[];
  readonly affected: number;
  readonly failure?: SqlFailure;
  /** Numbers that sequences stand at afterwards. */
  readonly sequences: Readonly<Record<string, string>>;
}
