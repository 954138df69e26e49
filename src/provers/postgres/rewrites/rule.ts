import type { Severity } from '../../../findings/finding.ts';
import type { Told } from '../production/inject.ts';
import type { PlannedQuery } from '../queries/plan-queries.ts';
import type { ColumnFacts, TableFacts } from '../rows/facts.ts';
import type { Block, Part, Token } from './blocks.ts';
import type { Column } from './syntax.ts';

/** A table, or something like one, that a SELECT reads. */
export interface Source {
  readonly alias: string;
  /** Absent for a subquery, a view, a function. */
  readonly table?: TableFacts;
}

/** A query as the rules look at it. */
export interface Subject {
  readonly planned: PlannedQuery;
  readonly sql: string;
  readonly tokens: readonly Token[];
  readonly blocks: readonly Block[];
  readonly tables: readonly TableFacts[];
  /** What the planner knows of a table, where anything is known. */
  readonly told: (table: TableFacts) => Told | undefined;
  readonly text: (part: Part) => string;
  readonly sources: (block: Block) => readonly Source[];
  /** The table and column a name means within a SELECT; undefined when it is of an outer one, or of no table. */
  readonly column: (
    block: Block,
    column: Column,
  ) => { readonly source: Source; readonly table: TableFacts; readonly column: ColumnFacts } | undefined;
}

/**
 * What is offered instead, and what must be shown before anybody hears of it. `plan`: the same answer on every
 * generated database, at a lower cost of production. `answer`: another answer on some database, which is the fault.
 * `same`: the same answer, at no higher cost. `none`: nothing to compare; the plan alone is told.
 */
export type Offer =
  | {
      readonly kind: 'plan' | 'same';
      readonly sql: string;
      /** An index without which the rewritten query gains nothing, as CREATE INDEX. */
      readonly index?: string;
      /** The parameters of the rewritten query have other types; values are drawn that both can read. */
      readonly retyped?: boolean;
    }
  | { readonly kind: 'pages'; readonly page: KeysetPage }
  | { readonly kind: 'index'; readonly index: string }
  | {
      readonly kind: 'answer';
      /** What the query was meant to say; it must differ somewhere from what it says. */
      readonly meant: string;
      /** The same as `meant`, in the form that is offered. */
      readonly sql: string;
    }
  | { readonly kind: 'none' };

/** A query that shows one page, and how the next one is asked for by the last row that was seen. */
export interface KeysetPage {
  /** Without limit and offset, in an order without ties. */
  readonly whole: string;
  /** The keys of the order, as SQL of the query. */
  readonly keys: readonly string[];
  /** The query of a page behind given keys. */
  readonly after: (keys: readonly string[], limit: string) => string;
  /** What is offered: the next page, with parameters for the last keys. */
  readonly sql: string;
  /** The original with these parts of it replaced for a given page. */
  readonly offset: (limit: string, offset: string) => string;
  readonly index?: string;
}

export interface Hit {
  /** Offset in the statement. */
  readonly at: number;
  /** Behind the name of the query: `orders.placed`; empty when the query is meant as a whole. */
  readonly subject: string;
  readonly what: string;
  /** How to carry it out; the rewritten query is added. */
  readonly next: string;
  readonly offer: Offer;
}

/** A fault of a query that can be said in a better way. One page beside it is its test. */
export interface RewriteRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly why: string;
  readonly standards: readonly string[];
  readonly find: (subject: Subject) => readonly Hit[];
}
