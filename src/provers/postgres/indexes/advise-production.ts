import type { Finding } from '../../../findings/finding.ts';
import type { Json } from '../../../model/origin.ts';
import { six } from '../../settle.ts';
import type { Production } from '../production/open-production.ts';
import type { WrittenQuery } from '../queries/read-queries.ts';
import { exploreIndexes } from './advise.ts';
import type { Advice, AdvisedIndex, Surroundings } from './advise.ts';
import { candidateSql } from './candidates.ts';
import { whatIfIn } from './production-what-if.ts';

export const adviceRules = [
  {
    id: 'missing-index',
    summary: 'An index that the planner would use makes the workload cheaper.',
    severity: 'advice',
    standards: ['CWE-1067'],
  },
] as const;

/** Rows below which no index of a table is looked for. */
const small = 1000;
const mebibyte = 2 ** 20;

/**
 * The cheapest set of further indexes for queries that count alike, within a budget of MB (2^20 bytes), as the planner
 * of production plans them. The database holds the candidates afterwards, switched off.
 */
export async function adviseIndexes(
  production: Production,
  queries: readonly WrittenQuery[],
  budget: number,
): Promise<Advice> {
  const workload = queries.map(({ name, sql, parameters }) => ({ name, sql, parameters, weight: 1 }));
  const explored = await exploreIndexes(whatIfIn(production), workload, surroundings(production));
  return explored.within(budget * mebibyte);
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

/** `create index concurrently on …`: built without blocking writers (PostgreSQL docs, CREATE INDEX). */
const statement = ({ candidate }: AdvisedIndex): string =>
  `create index concurrently ${candidateSql(candidate)};`;

const total = ({ queries }: Advice, of: 'before' | 'after'): number =>
  queries.reduce((sum, query) => sum + query[of], 0);

/** For `measurements.advice`. Costs are planner units. */
export const adviceJson = (advice: Advice, budget: number): { readonly [key: string]: Json } => ({
  budgetMB: budget,
  bytes: advice.bytes,
  before: six(total(advice, 'before')),
  after: six(total(advice, 'after')),
  indexes: advice.indexes.map((index) => ({
    sql: statement(index),
    bytes: index.bytes,
    gain: six(index.gain),
    upkeep: six(index.upkeep),
    usedBy: [...index.usedBy],
  })),
  queries: advice.queries.map(({ name, before, after }) => ({
    name,
    before: six(before),
    after: six(after),
  })),
});

export const adviceFindings = (advice: Advice, file: string): readonly Finding[] =>
  advice.indexes.map((index) => {
    const { candidate, bytes, gain, upkeep, usedBy } = index;
    const part = (100 * gain) / Math.max(1, total(advice, 'before'));
    return {
      rule: 'missing-index',
      subject: candidateSql(candidate).slice('on '.length),
      severity: 'advice',
      confidence: 'certain',
      what: `An index ${candidateSql(candidate)} is used by ${usedBy.join(', ')} and saves ${part.toFixed(1)} % of what the queries cost.`,
      why: `PostgreSQL plans it in place of dearer ways: without it, the others staying, the queries cost ${six(gain)} planner units more. It takes about ${(bytes / mebibyte).toFixed(1)} MB${upkeep > 0 ? ` and ${six(upkeep)} units of the writes` : ''}.`,
      next: statement(index),
      standards: ['CWE-1067'],
      evidence: [{ kind: 'read', origin: { kind: 'read', file, line: 1 } }],
    };
  });
