/**
 * What a PostgreSQL server knows of its data, as `plumbline stats` writes it: sizes and distributions, and no more
 * row content than was allowed. Names follow pg_class, pg_stats and pg_stats_ext (PostgreSQL docs, "System Catalogs").
 */
export interface DatabaseStatistics {
  readonly kind: 'postgresql-statistics';
  readonly schemaVersion: 1;
  readonly server: {
    /** `18.4 (Debian …)`, as `server_version` says. */
    readonly version: string;
    /** 180004 for 18.4. */
    readonly versionNumber: number;
    readonly encoding: string;
    /** By which texts sort: `C` by bytes, else the name of a locale. */
    readonly collation: string;
  };
  readonly values: ValuesKept;
  /** Settings that the planner reads, in the words of current_setting(). */
  readonly settings: Readonly<Record<string, string>>;
  /** DDL that makes the same tables, indexes and views again, in an order that runs. */
  readonly schema: readonly string[];
  /** In the order in which they were created: ties between indexes of equal cost are broken by it. */
  readonly relations: readonly RelationStatistics[];
  readonly extended: readonly ExtendedStatistics[];
  /** From pg_stat_statements, the most expensive first. */
  readonly statements: readonly RecordedStatement[];
  /** What could not be read, and why. */
  readonly gaps: readonly string[];
}

/**
 * What is done with values of rows (most common values, histogram bounds): `keep` writes them, `hash` writes common
 * values as hashes and no bounds, `omit` writes none.
 */
export const valuesKept = ['keep', 'hash', 'omit'] as const;
export type ValuesKept = (typeof valuesKept)[number];

export interface RelationStatistics {
  readonly schema: string;
  readonly name: string;
  /** As pg_class.relkind: r table, i index, m materialized view, p and I partitioned table and index. */
  readonly kind: 'r' | 'i' | 'm' | 'p' | 'I';
  /** The table of an index, in the same schema. */
  readonly table?: string;
  /** The definition of an index, `CREATE INDEX …`. */
  readonly definition?: string;
  /** Rows as of the last VACUUM or ANALYZE; -1 when there was none. */
  readonly rows: number;
  /** Pages of 8 kB as of then. */
  readonly pages: number;
  /** Pages that the storage has now. */
  readonly blocks: number;
  readonly allVisible: number;
  /** Levels of a B-tree above its leaves; absent when pageinspect was not there to tell. */
  readonly level?: number;
  /** What a GIN index says of itself; absent when pageinspect was not there to tell. */
  readonly gin?: GinPages;
  readonly columns: readonly ColumnFacts[];
}

/** Rows now: the density of the last ANALYZE times the pages now, as the planner reckons; those of parts are not stored in it. */
export const rowsNow = ({
  kind,
  rows,
  pages,
  blocks,
}: Pick<RelationStatistics, 'kind' | 'rows' | 'pages' | 'blocks'>): number =>
  pages > 0 && kind !== 'p' ? rows * (blocks / pages) : rows;

/** Numbers of the metapage of a GIN index, as of its last VACUUM (src/include/access/ginblock.h). */
export interface GinPages {
  readonly pendingPages: number;
  readonly entryPages: number;
  readonly dataPages: number;
  readonly entries: number;
}

/** A row of pg_stats. Values are text that PostgreSQL reads as an array of the column's type. */
export interface ColumnFacts {
  readonly name: string;
  /** As format_type() prints it. */
  readonly type: string;
  /** Over the table and its children. */
  readonly inherited: boolean;
  readonly nullFraction: number;
  /** Bytes. */
  readonly averageWidth: number;
  /** Negative: as a part of the rows. */
  readonly distinct: number;
  readonly correlation?: number;
  readonly commonValues?: string;
  readonly commonFrequencies?: readonly number[];
  /** In place of commonValues: a hash of each value's text. */
  readonly commonHashes?: readonly string[];
  readonly histogram?: string;
  readonly commonElements?: string;
  readonly commonElementFrequencies?: readonly number[];
  readonly elementCounts?: readonly number[];
  readonly rangeLengths?: string;
  readonly rangeEmptyFraction?: number;
  readonly rangeBounds?: string;
}

/** A row of pg_stats_ext; members are columns by name, or expressions by their place (`#1`). */
export interface ExtendedStatistics {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  readonly tableSchema: string;
  readonly members: readonly string[];
  readonly inherited: boolean;
  readonly distinct?: readonly { readonly of: readonly string[]; readonly values: number }[];
  readonly dependencies?: readonly {
    readonly from: readonly string[];
    readonly to: string;
    readonly degree: number;
  }[];
  readonly common?: readonly {
    readonly values: readonly (string | null)[];
    readonly frequency: number;
    readonly baseFrequency: number;
  }[];
  /** Of each expression, in their order. */
  readonly expressions: readonly (ColumnFacts | null)[];
}

export interface RecordedStatement {
  /** With `$1` for each constant. */
  readonly sql: string;
  readonly calls: number;
  /** Milliseconds of one execution. */
  readonly meanTime: number;
  readonly rows: number;
}
