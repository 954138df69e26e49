import type { ColumnFacts } from '../../../model/database-statistics.ts';
import type { PlanNode } from '../explain.ts';
import { nodesOf } from '../plan-shape.ts';
import type { Production } from '../production/open-production.ts';
import { switchIndexes } from '../size-indexes.ts';
import type { PlannedQuery } from './plan-queries.ts';
import { statisticParts } from './alternatives.ts';
import { readTables } from './read-tables.ts';
import type { Flipped, Reason, Reasons } from './reason.ts';
import { nodeWords, signatureOf } from './signature.ts';
import { tryGuesses } from './undeclared.ts';
import { columnWords, usedColumns } from './used-columns.ts';
import type { UsedColumn } from './used-columns.ts';
import { factsOf, planOf, withColumn, withSize } from './variations.ts';

/**
 * Finds what decides each plan by changing it: one statistic of a column is left out, a table is taken for a tenth or
 * ten times its size, an index for missing. What leaves the plan as it is decides nothing alone.
 */
export async function findReasons(
  production: Production,
  planned: readonly PlannedQuery[],
): Promise<Reasons> {
  const reasons = new Map<string, Reason[]>(planned.map(({ query }) => [query.name, []]));
  const flipped = async (
    some: readonly PlannedQuery[],
    kind: Reason['kind'],
    changed: string,
    columns: readonly string[] = [],
  ): Promise<readonly PlannedQuery[]> => {
    const found: PlannedQuery[] = [];
    for (const each of some) {
      const plan = await planOf(production, each);
      if (plan === undefined || signatureOf(plan) === each.signature) continue;
      found.push(each);
      reasons
        .get(each.query.name)
        ?.push({ kind, changed, instead: difference(each.plan, plan), cost: plan.cost, columns });
    }
    return found;
  };
  for (const { used, queries } of byColumn(production, planned)) {
    const facts = factsOf(production, used);
    if (facts !== undefined) await withoutStatistics(production, used, facts, queries, flipped);
  }
  if (production.rung.kind === 'declared') await tryGuesses(production, planned, flipped);
  for (const { root, queries } of readTables(production, planned))
    for (const [factor, words] of sizes)
      await withSize(production, { root }, factor, () => flipped(queries, 'size', `${root.name} ${words}`));
  await withoutIndexes(production, planned, flipped);
  return reasons;
}

const sizes: readonly (readonly [factor: number, words: string])[] = [
  [0.1, 'with a tenth of its rows'],
  [10, 'with ten times its rows'],
];

/** Leaves out everything known of a column first; only where that changes a plan, part after part. */
async function withoutStatistics(
  production: Production,
  used: UsedColumn,
  facts: ColumnFacts,
  queries: readonly PlannedQuery[],
  flipped: Flipped,
): Promise<void> {
  const sensitive: PlannedQuery[] = [];
  await withColumn(
    production,
    used,
    () => undefined,
    async () => {
      for (const each of queries) {
        const plan = await planOf(production, each);
        if (plan !== undefined && signatureOf(plan) !== each.signature) sensitive.push(each);
      }
    },
  );
  if (sensitive.length === 0) return;
  const explainedBy = new Set<PlannedQuery>();
  for (const part of statisticParts.filter(({ has }) => has(facts))) {
    const change = (own: ColumnFacts | undefined) => (own === undefined ? undefined : part.without(own));
    const found = await withColumn(production, used, change, () =>
      flipped(sensitive, 'statistic', `${columnWords(used)} ${part.name(facts)}`),
    );
    for (const each of found) explainedBy.add(each);
  }
  const rest = sensitive.filter((each) => !explainedBy.has(each));
  if (rest.length > 0)
    await withColumn(
      production,
      used,
      () => undefined,
      () => flipped(rest, 'statistic', `${columnWords(used)} without any statistic`),
    );
}

async function withoutIndexes(
  production: Production,
  planned: readonly PlannedQuery[],
  flipped: Flipped,
): Promise<void> {
  const { session, catalogue } = production;
  const roots = new Map(catalogue.indexes.map((index) => [`${index.schema}.${index.name}`, index.rootName]));
  const users = new Map<string, PlannedQuery[]>();
  for (const each of planned)
    for (const root of new Set(indexNames(each.plan).map((name) => rootOf(roots, name) ?? name)))
      users.set(root, [...(users.get(root) ?? []), each]);
  for (const [root, queries] of users) {
    const oids = catalogue.indexes.filter(({ rootName }) => rootName === root).map(({ oid }) => oid);
    await switchIndexes(session, oids, false);
    await flipped(queries, 'index', `without index ${root}`);
    await switchIndexes(session, oids, true);
  }
}

const indexNames = (plan: PlanNode): readonly string[] =>
  nodesOf(plan).flatMap(({ index }) => (index === undefined ? [] : [index]));

const rootOf = (roots: ReadonlyMap<string, string>, name: string): string | undefined =>
  [...roots].find(([key]) => key.endsWith(`.${name}`))?.[1];

interface Grouped {
  readonly used: UsedColumn;
  readonly queries: readonly PlannedQuery[];
}

function byColumn(production: Production, planned: readonly PlannedQuery[]): readonly Grouped[] {
  const groups = new Map<string, { readonly used: UsedColumn; readonly queries: PlannedQuery[] }>();
  for (const each of planned)
    for (const used of usedColumns(production, each.plan)) {
      const key = columnWords(used);
      const group = groups.get(key) ?? { used, queries: [] };
      groups.set(key, group);
      group.queries.push(each);
    }
  return [...groups.values()];
}

/** The nodes of the other plan that this one has not, the first three of them. */
function difference(plan: PlanNode, other: PlanNode): string {
  const own = new Set(nodesOf(plan).map(nodeWords));
  const fresh = [...new Set(nodesOf(other).map(nodeWords))].filter((words) => !own.has(words));
  const shown =
    fresh.length === 0 ? [`the same nodes in another order: ${signatureOf(other)}`] : fresh.slice(0, 3);
  return shown.join(', ') + (fresh.length > 3 ? ' …' : '');
}
