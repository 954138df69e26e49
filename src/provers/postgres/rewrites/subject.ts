import type { Node } from 'libpg-query';
import type { Production } from '../production/open-production.ts';
import type { PlannedQuery } from '../queries/plan-queries.ts';
import type { TableFacts } from '../rows/facts.ts';
import { blocksOf, textOf, tokensOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import type { Source, Subject } from './rule.ts';
import { sourcesOf } from './syntax.ts';

/** Reads a query once for all rules. */
export function subjectOf(
  planned: PlannedQuery,
  tables: readonly TableFacts[],
  { told }: Pick<Production, 'told'>,
): Subject {
  const { sql } = planned.query;
  const tokens = tokensOf(sql);
  const known = new Map<Block, readonly Source[]>();
  const sources = (block: Block): readonly Source[] => {
    const found =
      known.get(block) ??
      (block.source === undefined ? [] : sourcesOf(textOf(sql, block.source))).flatMap((node) =>
        sourceOf(node, tables),
      );
    known.set(block, found);
    return found;
  };
  return {
    planned,
    sql,
    tokens,
    blocks: blocksOf(sql, tokens),
    tables,
    told: ({ oid }) => told.get(oid),
    text: (part) => textOf(sql, part),
    sources,
    column: (block, { alias, name }) => {
      const own = sources(block);
      // A source whose columns are not known may have the name as well.
      if (alias === undefined && own.some(({ table }) => table === undefined)) return undefined;
      const found = own.flatMap((source) => {
        const { table } = source;
        const column = table?.columns.find((each) => each.name === name);
        const isMeant = alias === undefined || alias === source.alias;
        return table === undefined || column === undefined || !isMeant ? [] : [{ source, table, column }];
      });
      return found.length === 1 ? found[0] : undefined;
    },
  };
}

/** The tables in a FROM, in the order in which they are written. */
function sourceOf(node: Node, tables: readonly TableFacts[]): readonly Source[] {
  if ('JoinExpr' in node) {
    const { larg, rarg, alias } = node.JoinExpr;
    if (alias !== undefined) return [{ alias: alias.aliasname ?? '' }];
    return [larg, rarg].flatMap((side) => (side === undefined ? [] : sourceOf(side, tables)));
  }
  if (!('RangeVar' in node)) {
    const alias =
      'RangeSubselect' in node
        ? node.RangeSubselect.alias
        : 'RangeFunction' in node
          ? node.RangeFunction.alias
          : undefined;
    return [{ alias: alias?.aliasname ?? '' }];
  }
  const { relname = '', schemaname, alias } = node.RangeVar;
  const table = tableNamed(tables, relname, schemaname);
  const isRenamed = (alias?.colnames ?? []).length > 0;
  return [{ alias: alias?.aliasname ?? relname, ...(table !== undefined && !isRenamed && { table }) }];
}

export function tableNamed(
  tables: readonly TableFacts[],
  name: string,
  schema: string | undefined,
): TableFacts | undefined {
  const named = tables.filter(
    (table) => table.name === name && (schema === undefined || table.schema === schema),
  );
  return named.find((table) => table.schema === 'public') ?? named[0];
}
