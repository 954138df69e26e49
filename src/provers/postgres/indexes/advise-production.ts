import type { Production } from '../production/open-production.ts';
import type { WrittenQuery } from '../queries/read-queries.ts';
import { exploreIndexes } from './advise.ts';
import type { Surroundings } from './advise.ts';
import { whatIfIn } from './production-what-if.ts';
import { unusedIndexes } from './unused.ts';
import type { UnusedIndex } from './unused.ts';
import type { Advice } from './within-budget.ts';

/** Rows below which no index of a table is looked for. */
const small = 1000;
const mebibyte = 2 ** 20;

/** The advice for a workload, and what of the existing indexes it has no use for. */
export interface ProductionAdvice extends Omit<Advice, 'queries'> {
  readonly queries: readonly (Advice['queries'][number] & { readonly calls: number })[];
  readonly unused: readonly UnusedIndex[];
}

/**
 * The cheapest set of further indexes within a budget of MB (2^20 bytes), as the planner of production plans the
 * queries, each counted as often as it is called. The database holds the candidates afterwards, switched off.
 */
export async function adviseIndexes(
  production: Production,
  queries: readonly WrittenQuery[],
  budget: number,
): Promise<ProductionAdvice> {
  const workload = queries.map((query) => ({ ...query, weight: query.calls ?? 1 }));
  const explored = await exploreIndexes(whatIfIn(production), workload, surroundings(production));
  const advice = await explored.within(budget * mebibyte);
  const calls = new Map(workload.map(({ name, weight }) => [name, weight]));
  return {
    ...advice,
    queries: advice.queries.map((query) => ({ ...query, calls: calls.get(query.name) ?? 1 })),
    unused: await unusedIndexes(production, advice),
  };
}

function surroundings({ told, catalogue, settings }: Production): Surroundings {
  const tables = new Map(
    [...told.values()].map((table) => [`${table.relation.schema}.${table.relation.name}`, table]),
  );
  const names = new Map(catalogue.relations.map(({ oid, schema, name }) => [oid, `${schema}.${name}`]));
  return {
    factsOf: ({ schema, table }, column) => {
      const known = tables.get(`${schema}.${table}`);
      const facts = known?.columns.get(column);
      if (known === undefined || facts === undefined) return undefined;
      const { nullFraction, correlation = 0, distinct } = facts;
      return { nullFraction, correlation, distinct: distinct < 0 ? -distinct * known.rows : distinct };
    },
    indexed: (table) =>
      catalogue.indexes
        .filter((index) => names.get(index.table) === table)
        .map(({ elements }) => elements.flatMap(({ column }) => column ?? [])),
    randomPageCost: Number(settings['random_page_cost'] ?? 4),
    isLarge: ({ schema, table }) => (tables.get(`${schema}.${table}`)?.rows ?? 0) >= small,
  };
}
