import type { ConvertedTable } from '../conversion/table.ts';
import type { Table } from '../../model/data.ts';
import type { PairNames } from './names.ts';

/** A fault of a row, found by a condition on `s`, the converted row, and `m`, what it becomes. */
export interface MappedFault {
  readonly column: string;
  readonly fault: 'no-value' | 'orphan' | 'null' | 'no-source' | 'changed' | 'check';
  readonly when: string;
  readonly action: 'repaired' | 'quarantined';
  readonly repair: string;
  /** SQL on `s` of what is noted as the old value. */
  readonly old: string;
}

/** A column of the target that names a row of a mapped table. */
export interface MappedReference {
  /** `table` as the target's other tables name it. */
  readonly table: string;
  readonly column: string;
  /** A constraint of the target holds it; else only the design says so. */
  readonly held: boolean;
}

/** What a column of the target is given. */
export interface MappedColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Columns of the legacy table; none for keys that are made and values that are stated. */
  readonly sources: readonly string[];
  /** Written by the scripts; else the target's own default, or nothing, is there. */
  readonly carried: boolean;
  /** SQL on `s`. */
  readonly value: string;
  /** SQL on `t`, the row of the target: the converted value it came from; absent where it cannot be told. */
  readonly back?: string;
  readonly reference?: MappedReference;
  /** The column of a legacy table whose values the source holds. */
  readonly names?: { readonly table: string; readonly column: string };
  /** The labels it may hold. */
  readonly labels?: readonly string[];
  /** Where there is no value, what a person states is taken. */
  readonly asksPerson: boolean;
  readonly faults: readonly MappedFault[];
  /** What happens to a value on its way, and what is taken where there is none. */
  readonly words: readonly string[];
}

/** One legacy table into one table of the target. */
export interface Pair extends PairNames {
  readonly source: ConvertedTable;
  readonly target: Table;
  /** The target names rows by a key of its own, so that a table of keys says which is which. */
  readonly keyed: boolean;
  /** Columns by which the legacy system names a row; empty: the number of the row. */
  readonly legacyKey: readonly string[];
  /** Numbers of the legacy key are spread so that those of several tables do not meet. */
  readonly spread: { readonly times: number; readonly plus: number };
  /** Every column of the target but generated ones. */
  readonly columns: readonly MappedColumn[];
  /** Columns set once all rows are there, because their rows may come later. */
  readonly deferred: readonly string[];
}

export interface TargetMapping {
  /** In the order in which rows can be written. */
  readonly pairs: readonly Pair[];
  /** Legacy columns that no target column was given, with the reason. */
  readonly left: readonly { readonly column: string; readonly because: string }[];
  /** Columns of the target for which a person may state what is taken where there is no value. */
  readonly unstated: readonly string[];
  readonly localZone: string;
  /** The labels that a value can mean, by `schema.table.column`; with legacy labels where names settle them. */
  readonly labels: readonly { readonly column: string; readonly legacy: string; readonly target: string }[];
}
