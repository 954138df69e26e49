import { whatIfIn } from '../indexes/production-what-if.ts';
import type { Built } from '../indexes/what-if.ts';
import { nodesOf } from '../plan-shape.ts';
import type { Production } from '../production/open-production.ts';
import type { PlannedQuery } from '../queries/plan-queries.ts';
import { readTableFacts } from '../rows/facts.ts';
import type { TableFacts } from '../rows/facts.ts';
import type { Session } from '../session.ts';
import { rewriteRules } from './all.ts';
import { openRowsDatabase } from './rows-database.ts';
import type { RowsDatabase } from './rows-database.ts';
import { adviseBatches } from './batches/advise-batches.ts';
import { findBatches } from './batches/find-batches.ts';
import type { Batch } from './batches/find-batches.ts';
import { compare } from './compare.ts';
import type { Compared, Pair } from './compare.ts';
import { gainOf } from './gain.ts';
import type { Gain } from './gain.ts';
import type { Hit, RewriteRule, Subject } from './rule.ts';
import { adviceOf } from './rewrite-findings.ts';
import type { Candidate, RewriteAdvice, Told, Tried } from './rewrite-findings.ts';
import { subjectOf, tableNamed } from './subject.ts';

export interface RewriteRequest {
  readonly file: string;
  /** DDL of the database that rows are generated in. */
  readonly schema: string;
  readonly planned: readonly PlannedQuery[];
  readonly rules?: readonly RewriteRule[];
  /** Under which sizes the plans were made. */
  readonly sizes?: string;
  /** Whether queries are looked at together too: inserts that follow each other. */
  readonly together?: boolean;
  /** A database of that schema whose rows may be replaced; opened, and closed again, when none is lent. */
  readonly scratch?: RowsDatabase;
}

interface Weighed extends Candidate {
  readonly gain: Gain;
}

/** Candidates of rewrites with what the planner thinks of them; what is left needs no production database. */
export interface PlannedRewrites {
  readonly told: Told;
  readonly weighed: readonly Weighed[];
  readonly batches: readonly Batch[];
  /** Being opened; absent where nothing has to be compared. */
  readonly rows: Promise<RowsDatabase> | undefined;
  /** The rows database is closed at the end. */
  readonly owned: boolean;
}

/**
 * Looks for the faults of `rules/` in each query and offers what is better. Nothing is advised on the word of a
 * rule: the rewrite is executed beside the query on generated rows, and both are planned at the size of production.
 */
export const adviseRewrites = async (
  production: Production,
  request: RewriteRequest,
): Promise<RewriteAdvice> => settleRewrites(await planRewrites(production, request));

/** The first half: looks for candidates and plans them, while the database for rows is made. */
export async function planRewrites(
  production: Production,
  { file, schema, planned, rules = rewriteRules, together = true, sizes, scratch }: RewriteRequest,
): Promise<PlannedRewrites> {
  const facts = await readTableFacts(production.session);
  const candidates = planned.flatMap((each) => {
    const subject = subjectOf(each, facts, production);
    return rules.flatMap((rule) => rule.find(subject).map((hit) => ({ rule, subject, hit })));
  });
  const queries = planned.map(({ query }) => query);
  const batches = together ? findBatches(queries, facts) : [];
  const needs = batches.length > 0 || candidates.some(({ hit }) => pairsOf(hit, '').length > 0);
  const rows = !needs
    ? undefined
    : scratch === undefined
      ? openRowsDatabase(schema)
      : Promise.resolve(scratch);
  // Told where it is waited for.
  rows?.catch(() => undefined);
  try {
    if (candidates.some(({ hit }) => hit.offer.kind === 'index' && hit.offer.index.includes('gin_trgm_ops')))
      await production.session.run('create extension if not exists pg_trgm');
    const planner = { whatIf: whatIfIn(production), rung: production.rung, built: new Map<string, Built>() };
    const weighed: Weighed[] = [];
    for (const each of candidates)
      weighed.push({ ...each, gain: await gainOf(planner, each.subject.planned.query, each.hit.offer) });
    const told = { file, sizes: sizes ?? 'at the size of production' };
    return { told, weighed, batches, rows, owned: scratch === undefined };
  } catch (error) {
    if (scratch === undefined) await rows?.then(({ session }) => session.close());
    throw error;
  }
}

/** The second half: executes queries and rewrites on generated rows. */
export async function settleRewrites({
  told,
  weighed,
  batches,
  rows: opening,
  owned,
}: PlannedRewrites): Promise<RewriteAdvice> {
  const rows = await opening;
  try {
    const tried: Tried[] = [];
    for (const each of weighed) tried.push(await settle(each, rows));
    const joined = rows === undefined ? undefined : await adviseBatches(rows, told.file, batches);
    return adviceOf(told, tried, joined);
  } finally {
    if (owned) await rows?.session.close();
  }
}

/** What has to be compared for an offer: the query with the rewrite, or with what it was meant to say. */
function pairsOf({ offer }: Hit, sql: string): readonly Pair[] {
  switch (offer.kind) {
    case 'plan':
    case 'same':
      return /^\s*(insert|update|delete)/i.test(sql)
        ? [{ kind: 'writes', one: sql, other: offer.sql }]
        : [{ kind: 'queries', one: sql, other: offer.sql, retyped: offer.retyped === true }];
    case 'pages':
      return [{ kind: 'pages', page: offer.page }];
    case 'answer':
      return [
        { kind: 'queries', one: sql, other: offer.meant, retyped: false },
        { kind: 'queries', one: offer.meant, other: offer.sql, retyped: false },
      ];
    case 'index':
    case 'none':
      return [];
  }
}

async function settle(weighed: Weighed, rows: RowsDatabase | undefined): Promise<Tried> {
  const { gain, ...candidate } = weighed;
  const { hit, subject } = candidate;
  if (hit.offer.kind === 'none') return { ...candidate, advised: true };
  if (gain.kind === 'none') return { ...candidate, gain, advised: false, why: gain.why };
  if (gain.kind === 'unknown') return { ...candidate, gain, advised: false, why: gain.why, open: true };
  const [pair, second] = pairsOf(hit, subject.sql);
  if (pair === undefined || rows === undefined) return { ...candidate, gain, advised: true };
  const { session, tables } = rows;
  const read = tablesOf(subject, tables);
  const compared = await attempt(session, pair, read);
  const shown = hit.offer.kind === 'answer' ? 'differ' : 'equal';
  if (compared.kind !== shown) {
    const why =
      compared.kind === 'differ'
        ? `the rewrite gives another answer: ${compared.counterexample}`
        : compared.kind === 'equal'
          ? 'no generated row shows a difference'
          : compared.why;
    return { ...candidate, gain, compared, advised: false, why, open: compared.kind === 'undecided' };
  }
  if (second === undefined) return { ...candidate, gain, compared, advised: true };
  const same = await attempt(session, second, read);
  return same.kind === 'equal'
    ? { ...candidate, gain, compared, advised: true }
    : {
        ...candidate,
        gain,
        compared,
        advised: false,
        why: 'what is offered is not what was meant',
        open: true,
      };
}

/** A statement that does not end ends the engine: what was to be shown by it stays open. */
const attempt = (session: Session, pair: Pair, tables: readonly TableFacts[]): Promise<Compared> =>
  compare(session, pair, tables).catch((error: unknown) => ({
    kind: 'undecided',
    why: error instanceof Error ? error.message : String(error),
  }));

/** Tables that the query reads or writes, those behind views among them: the plan names them all. */
function tablesOf(
  { planned, sources, blocks }: Subject,
  tables: readonly TableFacts[],
): readonly TableFacts[] {
  const named = [
    ...nodesOf(planned.plan).flatMap(({ relation, schema }) =>
      relation === undefined ? [] : (tableNamed(tables, relation, schema) ?? []),
    ),
    ...blocks.flatMap((block) =>
      sources(block).flatMap(({ table }) =>
        table === undefined ? [] : (tableNamed(tables, table.name, table.schema) ?? []),
      ),
    ),
  ];
  return [...new Set(named)];
}
