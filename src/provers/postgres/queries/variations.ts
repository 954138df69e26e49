import { quoteText } from '../../../artifacts/sql-names.ts';
import type { ColumnFacts } from '../../../model/database-statistics.ts';
import type { Relation } from '../catalogue.ts';
import type { PlanNode } from '../explain.ts';
import { judged } from '../explain.ts';
import { nodesOf } from '../plan-shape.ts';
import { explainUnder } from '../production/explain-as-server.ts';
import type { Production } from '../production/open-production.ts';
import { columnCall } from '../restore.ts';
import type { PlannedQuery } from './plan-queries.ts';
import type { WrittenQuery } from './read-queries.ts';

/** A column that a plan compares, sorts or groups by. */
export interface UsedColumn {
  /** The table, or the whole of which the partition is a part. */
  readonly root: Relation['root'];
  readonly column: string;
}

const columnKey = ({ root, column }: UsedColumn): string => JSON.stringify([root.schema, root.name, column]);

/** The columns in the conditions and keys of a plan, each once. */
export function usedColumns({ catalogue }: Production, plan: PlanNode): readonly UsedColumn[] {
  const nodes = nodesOf(plan);
  const aliases = new Map<string, Relation['root']>();
  for (const { alias, relation, schema } of nodes) {
    const found = catalogue.relations.find((each) => each.name === relation && each.schema === schema);
    if (alias !== undefined && found !== undefined) aliases.set(alias, found.root);
  }
  const words = nodes.flatMap(({ conditions }) => conditions).join('\n');
  const found = new Map<string, UsedColumn>();
  for (const [, quoted, plain, quotedColumn, plainColumn] of words.matchAll(reference)) {
    const root = aliases.get(quoted?.replaceAll('""', '"') ?? plain ?? '');
    const column = quotedColumn?.replaceAll('""', '"') ?? plainColumn;
    if (root !== undefined && column !== undefined) found.set(columnKey({ root, column }), { root, column });
  }
  return [...found.values()];
}

/** `alias.column`, each quoted or not, outside of string constants as far as a look at one word can tell. */
const reference =
  /(?<![\w'"$])(?:"((?:[^"]|"")+)"|([a-z_\u0080-\uffff][\w$\u0080-\uffff]*))\.(?:"((?:[^"]|"")+)"|([a-z_\u0080-\uffff][\w$\u0080-\uffff]*))(?!\()/g;

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

/**
 * Changes what the planner knows of a column, asks, and takes the change back.
 * @param change the facts to tell instead; undefined to tell nothing
 */
export async function withColumn<T>(
  production: Production,
  used: UsedColumn,
  change: (facts: ColumnFacts | undefined, relation: Relation) => ColumnFacts | undefined,
  ask: () => Promise<T>,
): Promise<T> {
  const { session, told } = production;
  await session.script('begin');
  try {
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
