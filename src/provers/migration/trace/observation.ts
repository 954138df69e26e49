import type { SqlFailure } from '../../postgres/session.ts';
import type { Statement } from '../script/script.ts';
import type { Column, Constraint } from './details.ts';
import { blockedBy } from './locks.ts';
import type { LockMode } from './locks.ts';

/** A lock on a relation, by its name before the statement. */
export interface TableLock {
  readonly relation: string;
  readonly mode: LockMode;
  /** pg_class.relkind. */
  readonly kind: string;
  /** The table of an index. */
  readonly table?: string;
  /** Of a table: the index that is locked in its place. */
  readonly index?: string;
  /** The relation was there before the migration began: others use it. */
  readonly existing: boolean;
}

/**
 * Locks as the clients of tables meet them. Every plan looks at all indexes of its table, so that who locks one in ACCESS
 * EXCLUSIVE keeps readers and writers of the table waiting (get_relation_info in plancat.c).
 */
export const tableLocks = (locks: readonly TableLock[]): readonly TableLock[] =>
  locks.flatMap((lock) => {
    const { kind, mode, table, relation, existing } = lock;
    if (kind !== 'i') return [lock];
    if (mode !== 'AccessExclusiveLock' || table === undefined || !existing) return [];
    return [{ relation: table, mode, kind: 'r', existing, index: relation }];
  });

/** The lock is on a table that was there before the migration, or on what is used like one: it has clients. */
export const isOnTableInUse = ({ existing, kind }: TableLock): boolean => existing && kind !== 'i';

export const blocksClients = (lock: TableLock): boolean =>
  isOnTableInUse(lock) && blockedBy(lock.mode) !== 'nobody';

/** Why ALTER TABLE wrote a table anew (pg_event_trigger_table_rewrite_reason). */
export type RewriteReason = 'persistence' | 'default' | 'column type' | 'access method' | 'other';

export interface Rewrite {
  readonly relation: string;
  readonly kind: string;
  readonly existing: boolean;
  readonly reasons: readonly RewriteReason[];
  /** The table of an index. */
  readonly table?: string;
}

export interface NewIndex {
  readonly name: string;
  /** The table it is on, and whether that was there before the migration. */
  readonly table: string;
  readonly existing: boolean;
  /** pg_class.relkind: i, or I for that of a partitioned table, which stores nothing itself. */
  readonly kind: string;
}

export interface Scan {
  readonly relation: string;
  readonly existing: boolean;
  readonly times: number;
  readonly rows: number;
}

export interface RowsChanged {
  readonly relation: string;
  readonly existing: boolean;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Rows the table held before. */
  readonly held: number;
}

export interface ChangedColumn {
  readonly relation: string;
  readonly existing: boolean;
  readonly before: Column;
  readonly after: Column;
}

export interface NewConstraint extends Constraint {
  readonly relation: string;
  readonly existing: boolean;
  /** Its index was made by the same statement. */
  readonly builtIndex: boolean;
}

/** What was seen of a statement that was run. */
export interface Effects {
  readonly held: readonly TableLock[];
  readonly taken: readonly TableLock[];
  readonly rewrites: readonly Rewrite[];
  readonly scans: readonly Scan[];
  readonly rows: readonly RowsChanged[];
  readonly columns: readonly ChangedColumn[];
  /** `table.column` of columns that were not there. */
  readonly newColumns: readonly {
    readonly relation: string;
    readonly existing: boolean;
    readonly column: Column;
  }[];
  readonly constraints: readonly NewConstraint[];
  readonly newIndexes: readonly NewIndex[];
  /** What PostgreSQL said of proofs, validations and index builds (client_min_messages = debug1). */
  readonly notices: readonly string[];
  /** Locks of statements that run in transactions of their own cannot be watched; these are the documented ones. */
  readonly documentedLocks: boolean;
  /** A lock_timeout above zero was in force. */
  readonly lockTimeout: boolean;
}

/** What became of one statement. */
export type Observation = { readonly statement: Statement } & (
  | ({ readonly kind: 'ran' } & Effects)
  | { readonly kind: 'failed'; readonly failure: SqlFailure }
  | { readonly kind: 'not-run'; readonly why: string }
);

export const effectsOf = (observation: Observation | undefined): Effects | undefined =>
  observation?.kind === 'ran' ? observation : undefined;
