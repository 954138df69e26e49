import { parseSync } from 'libpg-query';
import type { WrittenQuery } from '../../queries/read-queries.ts';
import type { TableFacts } from '../../rows/facts.ts';
import { textOf, tokensOf } from '../blocks.ts';
import type { Token } from '../blocks.ts';
import { tableNamed } from '../subject.ts';
import { hasSubquery, nodesIn, parameterOf } from '../syntax.ts';

/** Inserts of one row each that follow each other in a file and differ only in the row. */
export interface Batch {
  readonly first: WrittenQuery;
  readonly rows: readonly InsertedRow[];
  readonly table: TableFacts;
  /** `insert into t (a, b) values`. */
  readonly head: string;
  /** What stands behind the row: ON CONFLICT, RETURNING. */
  readonly tail: string;
  /** Columns of the values, in their order. */
  readonly columns: readonly string[];
  readonly conflict: 'none' | 'nothing' | 'update';
  readonly returns: boolean;
}

export interface InsertedRow {
  readonly query: WrittenQuery;
  /** With its parentheses. */
  readonly text: string;
  /** The number of the parameter that a value is, where it is nothing else. */
  readonly parameters: readonly (number | undefined)[];
  /** It asks the database for something itself: an insert before it may change the answer. */
  readonly asks: boolean;
}

/** Which queries of the file planned; what lies between two inserts parts them. */
export function findBatches(
  queries: readonly WrittenQuery[],
  tables: readonly TableFacts[],
): readonly Batch[] {
  const batches: Batch[] = [];
  let open: Batch | undefined;
  for (const query of queries) {
    const single = singleInsert(query, tables);
    if (single !== undefined && open !== undefined && query.named !== true && isAlike(open, single))
      open = { ...open, rows: [...open.rows, ...single.rows] };
    else {
      if (open !== undefined && open.rows.length > 1) batches.push(open);
      open = single;
    }
  }
  return open !== undefined && open.rows.length > 1 ? [...batches, open] : batches;
}

const isAlike = (one: Batch, other: Batch): boolean =>
  one.table === other.table &&
  plainOf(one.head) === plainOf(other.head) &&
  plainOf(one.tail) === plainOf(other.tail);

/** Words without the space and case between them. */
const plainOf = (text: string): string =>
  text === ''
    ? ''
    : tokensOf(text)
        .map(({ word }) => word)
        .join(' ');

function singleInsert(query: WrittenQuery, tables: readonly TableFacts[]): Batch | undefined {
  if (!/^insert\b/i.test(query.sql)) return undefined;
  const statement = parseSync(query.sql).stmts?.[0]?.stmt;
  if (statement === undefined || !('InsertStmt' in statement)) return undefined;
  const { relation, cols = [], selectStmt, onConflictClause, returningClause } = statement.InsertStmt;
  const values =
    selectStmt !== undefined && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt.valuesLists : [];
  const [row, second] = values ?? [];
  const table = tableNamed(tables, relation?.relname ?? '', relation?.schemaname);
  if (table === undefined || row === undefined || second !== undefined || !('List' in row)) return undefined;
  const items = row.List.items ?? [];
  const given = cols.flatMap((col) => ('ResTarget' in col ? [col.ResTarget.name ?? ''] : []));
  const columns = given.length > 0 ? given : table.columns.map(({ name }) => name).slice(0, items.length);
  const parts = partsOf(query.sql);
  if (parts === undefined || columns.length !== items.length) return undefined;
  return {
    first: query,
    table,
    head: parts.head,
    tail: parts.tail,
    columns,
    conflict:
      onConflictClause === undefined
        ? 'none'
        : onConflictClause.action === 'ONCONFLICT_NOTHING'
          ? 'nothing'
          : 'update',
    returns: returningClause !== undefined,
    rows: [
      {
        query,
        text: parts.row,
        parameters: items.map((item) => ('ParamRef' in item ? parameterOf(item) : undefined)),
        asks: hasSubquery(items) || [...nodesIn(items)].some((node) => 'CurrentOfExpr' in node),
      },
    ],
  };
}

/** Parts a text at the row behind VALUES. */
function partsOf(sql: string): { head: string; row: string; tail: string } | undefined {
  const tokens = tokensOf(sql);
  const at = tokens.findIndex(({ word, depth }) => word === 'values' && depth === 0);
  const begin: Token | undefined = tokens[at + 1];
  const end = tokens.slice(at + 2).find(({ word, depth }) => word === ')' && depth === 0);
  const last = tokens.at(-1);
  if (at < 0 || begin?.word !== '(' || end === undefined || last === undefined) return undefined;
  return {
    head: sql.slice(0, begin.from).trim(),
    row: textOf(sql, { from: begin.from, to: end.to }),
    tail: sql.slice(end.to, last.to).trim(),
  };
}
