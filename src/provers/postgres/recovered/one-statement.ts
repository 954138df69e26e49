import { parseSync } from 'libpg-query';
import { quoteName } from '../../../artifacts/sql-names.ts';
import { withParameters } from '../parameters.ts';
import { blocksOf, edited, textOf, tokensOf } from '../rewrites/blocks.ts';
import type { Block } from '../rewrites/blocks.ts';
import { tableNamed } from '../rewrites/subject.ts';
import {
  callOf,
  columnOf,
  expressionOf,
  looksAcrossRows,
  operationOf,
  parameterOf,
  sourcesOf,
} from '../rewrites/syntax.ts';
import type { TableFacts } from '../rows/facts.ts';

/** How many keys are asked for at once. */
export type OneStatement =
  | {
      /** `= any ($1)`: the key is among the columns of the answer. */
      readonly kind: 'list';
      readonly sql: string;
      readonly key: string;
    }
  | {
      /** One count for each key that has rows; the others count as 0. */
      readonly kind: 'counts';
      readonly sql: string;
      readonly key: string;
    }
  | {
      /** The query itself, for each row of the arrays: what holds for one key holds for each. */
      readonly kind: 'each';
      readonly sql: string;
    };

export type Joined = OneStatement | { readonly kind: 'none'; readonly why: string };

/**
 * One statement for many turns of a loop that runs `sql` with other parameters each time.
 * @param types of the parameters, as PostgreSQL takes them
 */
export function oneStatement(
  sql: string,
  types: readonly string[],
  tables: readonly TableFacts[],
): readonly Joined[] {
  const statement = parseSync(sql).stmts?.[0]?.stmt;
  if (statement === undefined || !('SelectStmt' in statement))
    return [{ kind: 'none', why: 'it is no plain SELECT' }];
  if ((statement.SelectStmt.lockingClause ?? []).length > 0)
    return [{ kind: 'none', why: 'it locks rows: in which order one statement locks them is not told' }];
  if (types.length === 0)
    return [{ kind: 'none', why: 'nothing in it changes from turn to turn: ask it once, before the loop' }];
  const listed = types.length === 1 ? byList(sql, types[0] ?? '', tables) : undefined;
  return [...(listed === undefined ? [] : [listed]), eachKey(sql, types)];
}

/** `select … from unnest(…) cross join lateral (query)`. */
function eachKey(sql: string, types: readonly string[]): OneStatement {
  const names = types.map((_, at) => `key${types.length === 1 ? '' : at + 1}`);
  const arrays = types.map((type, at) => `$${at + 1}::${type}[]`).join(', ');
  const inner = withParameters(sql, (number) => `k.${names[number - 1] ?? 'key'}`);
  return {
    kind: 'each',
    sql: `select k.n, q.* from unnest(${arrays}) with ordinality as k (${names.join(', ')}, n) cross join lateral (${inner}) q order by k.n`,
  };
}

function byList(sql: string, type: string, tables: readonly TableFacts[]): OneStatement | undefined {
  const tokens = tokensOf(sql);
  const [block, ...others] = blocksOf(sql, tokens);
  if (block === undefined || others.length > 0 || block.arm || block.from !== tokens[0]?.from)
    return undefined;
  if (block.group ?? block.having ?? block.window ?? block.offset ?? block.lock) return undefined;
  if (block.distinct !== 'none' || block.source === undefined) return undefined;
  const places = tokens.filter(({ word }) => word === '$1');
  const condition = block.where.find((part) => {
    const operation = operationOf(expressionOf(textOf(sql, part)));
    return (
      operation?.operator === '=' &&
      operation.kind === 'AEXPR_OP' &&
      columnOf(operation.left) !== undefined &&
      parameterOf(operation.right) === 1
    );
  });
  if (condition === undefined || places.length !== 1) return undefined;
  const column = columnOf(operationOf(expressionOf(textOf(sql, condition)))?.left);
  if (column === undefined) return undefined;
  const [left = ''] = textOf(sql, condition).split('=');
  const any = { ...condition, text: `${left.trim()} = any ($1::${type}[])` };
  if (isCount(sql, block)) {
    const [target] = block.targets;
    if (target === undefined || block.limit !== undefined || block.order !== undefined) return undefined;
    const head = { from: target.from, to: target.from, text: `${left.trim()}, ` };
    return { kind: 'counts', key: column.name, sql: `${edited(sql, [head, any])} group by ${left.trim()}` };
  }
  if (block.targets.some((part) => looksAcrossRows(expressionOf(textOf(sql, part))))) return undefined;
  if (!holdsKey(sql, block, column.name)) return undefined;
  if (block.limit === undefined) return { kind: 'list', key: column.name, sql: edited(sql, [any]) };
  // A key has one row at most: the limit says nothing, for many keys it would say too much.
  if (textOf(sql, block.limit) !== '1' || !isUniqueKey(sql, block, column.name, tables)) return undefined;
  const at = tokens.findIndex(({ from }) => from === block.limit?.from);
  const limit = { from: tokens[at - 1]?.from ?? block.limit.from, to: block.limit.to, text: '' };
  return { kind: 'list', key: column.name, sql: edited(sql, [any, limit]).trim() };
}

function isCount(sql: string, { targets }: Block): boolean {
  const [target, second] = targets;
  const call =
    target === undefined || second !== undefined
      ? undefined
      : callOf(expressionOf(textOf(sql, target).replace(/\s+as\s+("[^"]+"|\w+)$/i, '')));
  return call?.name === 'count' && call.star;
}

const holdsKey = (sql: string, { targets, source }: Block, key: string): boolean =>
  targets.some((part) => {
    const text = textOf(sql, part);
    if (text === '*')
      return (
        source !== undefined &&
        sourcesOf(textOf(sql, source)).length === 1 &&
        !/\bjoin\b/i.test(textOf(sql, source))
      );
    return columnOf(expressionOf(text))?.name === key;
  });

function isUniqueKey(
  sql: string,
  { source, where }: Block,
  key: string,
  tables: readonly TableFacts[],
): boolean {
  if (source === undefined || where.length === 0) return false;
  const [node, second] = sourcesOf(textOf(sql, source));
  if (node === undefined || second !== undefined || !('RangeVar' in node)) return false;
  const table = tableNamed(tables, node.RangeVar.relname ?? '', node.RangeVar.schemaname);
  return (
    table?.keys.some(
      ({ columns, expressions, predicate }) =>
        predicate === undefined &&
        columns.length === 1 &&
        columns[0] === key &&
        expressions.length === 1 &&
        expressions[0] === quoteName(key),
    ) === true
  );
}
