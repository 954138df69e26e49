import type { DocumentAccess } from './document-access.ts';
import type { DataClass } from './domain.ts';
import type { KeyValueModel } from './key-value.ts';
import type { LiveDatabase, Storage } from './live-database.ts';
import type { Origin, Quantity } from './origin.ts';

export interface Column {
  readonly name: string;
  /** PostgreSQL type, lower case, as format_type prints it where known. */
  readonly type: string;
  readonly nullable: boolean;
  /** SQL expression. */
  readonly default?: string;
  readonly generated?: string;
  /** As the column's own definition names it. */
  readonly collation?: string;
  /** MySQL: what the server sets when the row changes (`ON UPDATE`). */
  readonly onUpdate?: string;
  readonly dataClass?: DataClass;
  /** What its text is, where that is more than text. */
  readonly format?: 'email' | 'url';
  readonly comment?: string;
  readonly statistics?: ColumnStatistics;
  readonly origin: Origin;
}

/** What the planner is told of a column that has no data yet; every figure is projected, never measured, unless read from a catalogue. */
export interface ColumnStatistics {
  /** Distinct values; negative = minus the fraction of rows, as in pg_stats.n_distinct. */
  readonly distinct: number;
  readonly nullFraction: number;
  readonly averageWidth: number;
  /** -1..1, physical order against logical order. */
  readonly correlation: number;
  readonly commonValues?: readonly { readonly value: string; readonly frequency: number }[];
  /** Bounds of an equal-height histogram, as SQL literals without quotes, ascending. */
  readonly histogram?: readonly string[];
}

export interface Key {
  readonly name?: string;
  readonly columns: readonly string[];
  /** `NULLS NOT DISTINCT`: two rows without a value are refused too. */
  readonly nullsNotDistinct?: true;
  readonly origin: Origin;
}

/** Stands where an index has a condition that its file does not say in SQL. */
export const unknownCondition = 'a condition of the model';

export interface Index {
  readonly name: string;
  /** Column names, or SQL expressions in parentheses; `desc` is kept in the text: `placed_at desc`. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly unique: boolean;
  readonly nullsNotDistinct?: true;
  readonly method: string;
  readonly where?: string;
  /** Queries it was made for, by id. */
  readonly serves: readonly string[];
  readonly origin: Origin;
}

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface ForeignKey {
  readonly name?: string;
  readonly columns: readonly string[];
  /** `table` is qualified (`auth.users`) when the table it names has a schema. */
  readonly references: { readonly table: string; readonly columns: readonly string[] };
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** `MATCH FULL`: all columns have a value, or none. */
  readonly matchFull?: true;
  /** May be checked at commit. */
  readonly deferrable?: true;
  readonly origin: Origin;
}

export interface Check {
  readonly name?: string;
  /** SQL expression without the word CHECK and its outer parentheses. */
  readonly sql: string;
  readonly origin: Origin;
}

export interface RowPolicy {
  readonly name: string;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  readonly roles: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
  readonly permissive: boolean;
  readonly origin: Origin;
}

export interface Partition {
  readonly name: string;
  /** Those it has beside its part of the table's own. */
  readonly indexes: readonly Index[];
  readonly origin: Origin;
}

export interface Table {
  readonly name: string;
  /** Absent = the default schema. */
  readonly schema?: string;
  readonly context?: string;
  readonly entity?: string;
  readonly columns: readonly Column[];
  readonly primaryKey?: Key;
  readonly uniques: readonly Key[];
  readonly indexes: readonly Index[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly rowSecurity?: {
    readonly enabled: boolean;
    readonly forced: boolean;
    readonly policies: readonly RowPolicy[];
  };
  /** `by` is a column; `step` one of month, year, hash:N. */
  readonly partition?: { readonly by: string; readonly step: string; readonly because: string };
  /** Partitions that a file names; they have the columns of this table. */
  readonly partitions?: readonly Partition[];
  readonly comment?: string;
  /**
   * Document stores: saving a document is refused where another save came after it was read (Mongoose:
   * `optimisticConcurrency`); the paths, where a change of these only is.
   */
  readonly versionChecked?: true | readonly string[];
  readonly rows?: Quantity;
  /** Where a live server told it. */
  readonly storage?: Storage;
  readonly growthPerYear?: Quantity;
  /** Seconds. */
  readonly retention?: Quantity;
  readonly appendOnly?: boolean;
  /** Statements that make its generated rows agree with others, once all are there. */
  readonly generated?: readonly string[];
  readonly origin: Origin;
}

export interface EnumType {
  readonly name: string;
  readonly labels: readonly string[];
  /** Statements that added, renamed or removed a label after the type was made. */
  readonly changes?: readonly Origin[];
  readonly origin: Origin;
}

/** A view, as far as rules of access need it. */
export interface View {
  readonly name: string;
  /** Absent = the default schema. */
  readonly schema?: string;
  readonly materialized: boolean;
  /** `security_invoker`: tables are read with the rights of who asks, not of who made the view. */
  readonly securityInvoker: boolean;
  /** Relations its query names, qualified as in references. */
  readonly reads: readonly string[];
  readonly origin: Origin;
}

export interface DatabaseFunction {
  readonly name: string;
  /** Absent = the default schema. */
  readonly schema?: string;
  readonly language: string;
  /** Runs with the rights of its owner. */
  readonly securityDefiner: boolean;
  /** Value of its own `SET search_path`, as written; absent = that of the caller. */
  readonly searchPath?: string;
  readonly origin: Origin;
}

export interface Extension {
  readonly name: string;
  /** As `CREATE EXTENSION … SCHEMA` or `ALTER EXTENSION … SET SCHEMA` says; absent = the first of the search path. */
  readonly schema?: string;
  readonly origin: Origin;
}

/** A counter and where it stands, where a file tells more than its owner's column does. */
export interface Sequence {
  readonly name: string;
  readonly schema?: string;
  readonly type: 'smallint' | 'integer' | 'bigint';
  /** Largest value; absent = that of the type. */
  readonly max?: number;
  readonly increment: number;
  readonly cycles: boolean;
  /** The value it stood at when the file was written: `setval`, `RESTART`, `START`. */
  readonly at?: number;
  readonly origin: Origin;
}

export type RoleAttribute = 'superuser' | 'bypassrls' | 'createrole' | 'createdb' | 'replication';

/** A database role with the least privilege its container needs. */
export interface DatabaseRole {
  readonly name: string;
  readonly login: boolean;
  /** Powers beyond its grants. */
  readonly attributes?: readonly RoleAttribute[];
  /** Roles it may act as (`grant <role> to <this>`). */
  readonly memberOf?: readonly string[];
  /** `table` is qualified as in references. */
  readonly grants: readonly { readonly table: string; readonly privileges: readonly string[] }[];
  readonly origin: Origin;
}

export interface QueryParameter {
  readonly name?: string;
  readonly type: string;
  readonly sample: string;
}

/**
 * One statement of the workload. `parameters` are sample literals for $1…$n, in order. Of a designed backend each says what
 * it is: a column, `after.<column>` of the row a page begins behind, or `id`, `caller`, `version`, `limit`, `q`.
 */
export interface Query {
  readonly id: string;
  readonly sql: string;
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'other';
  /** Qualified as in references. */
  readonly tables: readonly string[];
  readonly parameters: readonly QueryParameter[];
  /** Operation or endpoint that issues it. */
  readonly operation?: string;
  /** Recovered: endpoints and jobs whose code leads to it, by id, where names and types tell. */
  readonly reachedBy?: readonly string[];
  /** Executions per second at peak. */
  readonly rate?: Quantity;
  /** Statement stands inside a loop over rows (N+1). */
  readonly inLoop?: boolean;
  /** The call inside of that loop, where it stands in another function that leads here. */
  readonly loop?: Origin;
  /** Those of `reachedBy` that come through that call; the others run the statement once. */
  readonly loopReachedBy?: readonly string[];
  readonly inTransaction?: boolean;
  /** Values that are not constants are put into the text instead of being bound as parameters. */
  readonly interpolated?: boolean;
  /** Their names in `sql` without braces, where they have one; other braces hold what no attack fits into. */
  readonly interpolates?: readonly string[];
  /** A list is read without a limit on its length. */
  readonly unbounded?: boolean;
  /** Call of an object mapper that issues it (`prisma.user.findMany`); `sql` is then a paraphrase. */
  readonly orm?: string;
  /** Where the call goes to a document or key-value store. */
  readonly document?: DocumentAccess;
  readonly origin: Origin;
}

export interface DataModel {
  /** `postgresql`, `mysql`, `sqlite`, `mongodb` …, with the version where known. */
  readonly engine?: { readonly name: string; readonly version?: string; readonly origin: Origin };
  readonly schemas: readonly string[];
  readonly extensions: readonly string[];
  /** Where a file tells them; the designed schema has none of them. */
  readonly installed?: readonly Extension[];
  readonly views?: readonly View[];
  readonly functions?: readonly DatabaseFunction[];
  readonly sequences?: readonly Sequence[];
  readonly enums: readonly EnumType[];
  readonly tables: readonly Table[];
  readonly roles: readonly DatabaseRole[];
  readonly queries: readonly Query[];
  /** Tables and calls of key-value stores, which no statement tells. */
  readonly keyValue?: KeyValueModel;
  /** Where a live server was asked beside the code. */
  readonly live?: LiveDatabase;
}
