import { quoteText } from '../../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../../model/database-statistics.ts';
import type { Relation } from '../catalogue.ts';
import type { PlanNode } from '../explain.ts';
import { judged } from '../explain.ts';
import { explainUnder } from '../production/explain-as-server.ts';
import type { Production } from '../production/open-production.ts';
import { columnCall } from '../restore.ts';
import type { PlannedQuery } from './plan-queries.ts';
import type { WrittenQuery } from './read-queries.ts';
import type { UsedColumn } from './used-columns.ts';

/** How a query is asked for its plan. */
export const explainSql = ({ sql, parameters }: Pick<WrittenQuery, 'sql' | 'parameters'>): string =>
  `explain (format json, verbose${parameters ? ', generic_plan' : ''}) ${sql}`;

/** The plan of a query under the memory it was planned with before, or undefined when PostgreSQL refuses it. */
export async function planOf(
  { session, memory: server }: Production,
  { query, memory }: PlannedQuery,
): Promise<PlanNode | undefined> {
  const answer = judged(await explainUnder(session, server, memory, explainSql(query)));
  return answer.kind === 'plan' ? answer.plan : undefined;
}

/** The partitions a column is in, or its one table. */
export const partsOf = ({ catalogue }: Production, { root }: UsedColumn): readonly Relation[] =>
  catalogue.relations.filter(
    (relation) => relation.root.schema === root.schema && relation.root.name === root.name,
  );

/** What is told of a column; of a partitioned table, what is told of its first part that has it. */
export function factsOf(production: Production, used: UsedColumn): ColumnFacts | undefined {
  const found = partsOf(production, used).map(({ oid }) =>
    production.told.get(oid)?.columns.get(used.column),
  );
  return found.find((facts) => facts !== undefined);
}

/** Changes what the planner is told of a column of a table or partition; undefined tells nothing. */
export type Change = (facts: ColumnFacts | undefined, relation: Relation) => ColumnFacts | undefined;

/** Changes what the planner knows of a column, asks, and takes the change back. */
export const withColumn = <T>(
  production: Production,
  used: UsedColumn,
  change: Change,
  ask: () => Promise<T>,
): Promise<T> => withColumns(production, [{ used, change }], ask);

/** The same with several columns at once. */
export async function withColumns<T>(
  production: Production,
  changes: readonly { readonly used: UsedColumn; readonly change: Change }[],
  ask: () => Promise<T>,
): Promise<T> {
  const { session, told } = production;
  await session.script('begin');
  try {
    for (const { used, change } of changes)
      for (const relation of partsOf(production, used)) {
        const name = `${quoteText(relation.schema)}, ${quoteText(relation.name)}, ${quoteText(used.column)}`;
        await session.rows(
          `select pg_clear_attribute_stats(${name}, false), pg_clear_attribute_stats(${name}, true)`,
        );
        const facts = change(told.get(relation.oid)?.columns.get(used.column), relation);
        if (facts !== undefined) await session.rows(`select ${columnCall(relation, facts).sql}`);
      }
    return await ask();
  } finally {
    await session.script('rollback');
  }
}

/** Tells the planner that a table has so many times its pages, asks, and gives it back its size. */
export async function withSize<T>(
  production: Production,
  used: Pick<UsedColumn, 'root'>,
  factor: number,
  ask: () => Promise<T>,
): Promise<T> {
  const { session, sizes } = production;
  const stored = partsOf(production, { ...used, column: '' }).flatMap(({ oid, path }) => {
    const size = sizes.get(oid);
    return path === undefined || size === undefined ? [] : [{ path, pages: size.pages }];
  });
  const blocks = (times: number) =>
    stored.map(({ path, pages }) => ({ path, blocks: Math.max(1, Math.round(pages * times)) }));
  await session.setBlocks(blocks(factor));
  try {
    return await ask();
  } finally {
    await session.setBlocks(blocks(1));
  }
}
