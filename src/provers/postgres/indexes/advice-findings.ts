import type { Finding } from '../../../findings/finding.ts';
import type { Json } from '../../../model/origin.ts';
import { sqlName } from '../../../artifacts/sql-names.ts';
import { six } from '../../settle.ts';
import type { WrittenQuery } from '../queries/read-queries.ts';
import type { ProductionAdvice } from './advise-production.ts';
import { candidateSql } from './candidates.ts';
import type { UnusedIndex } from './unused.ts';
import type { AdvisedIndex } from './within-budget.ts';

export const adviceRules = [
  {
    id: 'missing-index',
    summary: 'An index that the planner would use makes the workload cheaper.',
    severity: 'advice',
    standards: ['CWE-1067'],
  },
  {
    id: 'unused-index',
    summary: 'An index that no query of the workload uses is paid for by every write.',
    severity: 'advice',
    standards: [],
  },
] as const;

const mebibyte = 2 ** 20;

/** `create index concurrently on …`: built without blocking writers (PostgreSQL docs, CREATE INDEX). */
const createStatement = ({ candidate }: AdvisedIndex): string =>
  `create index concurrently ${candidateSql(candidate)};`;

const dropStatement = ({ schema, name }: UnusedIndex): string =>
  `drop index concurrently ${sqlName(`${schema}.${name}`)};`;

/** What all queries cost together, each as often as it is called; planner units. */
const total = ({ queries }: ProductionAdvice, of: 'before' | 'after'): number =>
  queries.reduce((sum, query) => sum + query.calls * query[of], 0);

/** For `measurements.advice`. Costs are planner units. */
export const adviceJson = (advice: ProductionAdvice, budget: number): { readonly [key: string]: Json } => ({
  budgetMB: budget,
  bytes: advice.bytes,
  before: six(total(advice, 'before')),
  after: six(total(advice, 'after')),
  indexes: advice.indexes.map((index) => ({
    sql: createStatement(index),
    bytes: index.bytes,
    gain: six(index.gain),
    upkeep: six(index.upkeep),
    usedBy: [...index.usedBy],
  })),
  unused: advice.unused.map((index) => ({
    sql: dropStatement(index),
    bytes: index.bytes,
    usedBefore: [...index.usedBefore],
    ...(index.covered !== undefined && { covered: index.covered }),
  })),
  queries: advice.queries.map(({ name, calls, before, after }) => ({
    name,
    calls,
    before: six(before),
    after: six(after),
  })),
});

/** @param file of the queries, as the user named it */
export function adviceFindings(
  advice: ProductionAdvice,
  file: string,
  queries: readonly WrittenQuery[],
): readonly Finding[] {
  const lineOf = (names: readonly string[]): number =>
    queries.find(({ name }) => names.includes(name))?.line ?? 1;
  const whole = total(advice, 'before');
  return [
    ...advice.indexes.map((index) => missing(index, whole, file, lineOf(index.usedBy))),
    ...advice.unused.map((index) => unused(index, advice.queries.length, file, lineOf(index.usedBefore))),
  ];
}

function missing(index: AdvisedIndex, whole: number, file: string, line: number): Finding {
  const { candidate, bytes, gain, upkeep, usedBy } = index;
  const part = (100 * gain) / Math.max(1, whole);
  const saved = part < 0.1 ? 'less than 0.1 %' : `${part.toFixed(1)} %`;
  return {
    rule: 'missing-index',
    subject: candidateSql(candidate).slice('on '.length),
    severity: 'advice',
    confidence: 'certain',
    what: `An index ${candidateSql(candidate)} is used by ${usedBy.join(', ')} and saves ${saved} of what the queries cost.`,
    why: `PostgreSQL plans it in place of dearer ways: without it, the others staying, the queries cost ${six(gain)} planner units more. It takes about ${sizeOf(bytes)}${upkeep > 0 ? ` and ${six(upkeep)} units of the writes` : ''}.`,
    next: createStatement(index),
    standards: ['CWE-1067'],
    evidence: [{ kind: 'read', origin: { kind: 'read', file, line } }],
  };
}

function unused(index: UnusedIndex, of: number, file: string, line: number): Finding {
  const { schema, name, bytes, usedBefore, covered } = index;
  const before =
    usedBefore.length === 0
      ? `None of the ${of} queries uses index ${name}.`
      : `With the advised indexes none of the ${of} queries uses index ${name}; now ${usedBefore.join(', ')} ${usedBefore.length === 1 ? 'does' : 'do'}.`;
  return {
    rule: 'unused-index',
    subject: `${schema}.${name}`,
    severity: 'advice',
    confidence: covered === undefined ? 'possible' : 'likely',
    what: before,
    why: `It takes about ${sizeOf(bytes)}, and every insert writes it. ${covered === undefined ? 'Queries that are not in this workload may use it.' : `Whatever seeks by its keys can use ${covered}.`}`,
    next: `See idx_scan of pg_stat_user_indexes over a whole business cycle, on replicas too; if it stays at 0: ${dropStatement(index)}`,
    standards: [],
    evidence: [{ kind: 'read', origin: { kind: 'read', file, line } }],
  };
}

const sizeOf = (bytes: number): string => `${(bytes / mebibyte).toFixed(1)} MB`;
