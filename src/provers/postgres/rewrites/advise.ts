import type { Finding } from '../../../findings/finding.ts';
import type { Json } from '../../../model/origin.ts';
import { six } from '../../settle.ts';
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
import type { BatchAdvice } from './batches/advise-batches.ts';
import { findBatches } from './batches/find-batches.ts';
import { compare } from './compare.ts';
import type { Compared, Pair } from './compare.ts';
import { gainOf } from './gain.ts';
import type { Gain, Planner } from './gain.ts';
import type { Hit, RewriteRule, Subject } from './rule.ts';
import { states } from './states.ts';
import { subjectOf, tableNamed } from './subject.ts';

/** Rewrites of queries that were shown to be as good, and better. */
export interface RewriteAdvice {
  readonly findings: readonly Finding[];
  /** What was tried on each candidate: seeds, rows, costs, and why it was not advised. */
  readonly measurements: { readonly [key: string]: Json };
  readonly incomplete: readonly string[];
}

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

interface Candidate {
  readonly rule: RewriteRule;
  readonly subject: Subject;
  readonly hit: Hit;
}

interface Tried extends Candidate {
  readonly compared?: Compared;
  readonly gain?: Gain;
  readonly advised: boolean;
  /** Why it was not advised. */
  readonly why?: string;
  /** Nothing speaks against it, but it was not shown either. */
  readonly open?: boolean;
}

/**
 * Looks for the faults of `rules/` in each query and offers what is better. Nothing is advised on the word of a
 * rule: the rewrite is executed beside the query on generated rows, and both are planned at the size of production.
 */
export async function adviseRewrites(
  production: Production,
  { file, schema, planned, rules = rewriteRules, together = true, sizes, scratch }: RewriteRequest,
): Promise<RewriteAdvice> {
  const facts = await readTableFacts(production.session);
  const candidates = planned.flatMap((each) => {
    const subject = subjectOf(each, facts, production);
    return rules.flatMap((rule) => rule.find(subject).map((hit) => ({ rule, subject, hit })));
  });
  const batches = together
    ? findBatches(
        planned.map(({ query }) => query),
        facts,
      )
    : [];
  const needs = batches.length > 0 || candidates.some(({ hit }) => pairsOf(hit, '').length > 0);
  const rows = needs ? (scratch ?? (await openRowsDatabase(schema))) : undefined;
  try {
    if (candidates.some(({ hit }) => hit.offer.kind === 'index' && hit.offer.index.includes('gin_trgm_ops')))
      await production.session.run('create extension if not exists pg_trgm');
    const planner = { whatIf: whatIfIn(production), rung: production.rung, built: new Map<string, Built>() };
    const tried: Tried[] = [];
    for (const candidate of candidates) tried.push(await settle(candidate, planner, rows));
    const joined = rows === undefined ? undefined : await adviseBatches(rows, file, batches);
    return adviceOf({ file, sizes: sizes ?? 'at the size of production' }, tried, joined);
  } finally {
    if (scratch === undefined) await rows?.session.close();
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

async function settle(
  candidate: Candidate,
  planner: Planner,
  rows: RowsDatabase | undefined,
): Promise<Tried> {
  const { hit, subject } = candidate;
  if (hit.offer.kind === 'none') return { ...candidate, advised: true };
  const gain = await gainOf(planner, subject.planned.query, hit.offer);
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

interface Told {
  readonly file: string;
  readonly sizes: string;
}

function adviceOf(told: Told, tried: readonly Tried[], joined: BatchAdvice | undefined): RewriteAdvice {
  const open = tried.filter((each) => each.open === true);
  return {
    findings: [
      ...tried.filter(({ advised }) => advised).map((each) => findingOf(told, each)),
      ...(joined?.findings ?? []),
    ],
    measurements: {
      databases: states.map(({ seed, rows, nulls, zone }) => ({ seed, rows, nulls, zone })),
      tried: [
        ...tried.filter(({ hit }) => hit.offer.kind !== 'none').map(triedJson),
        ...(joined?.tried ?? []),
      ],
    },
    incomplete: [
      ...open.map(
        ({ rule, subject, why = '' }) => `${rule.id} of ${subject.planned.query.name} is not settled: ${why}`,
      ),
      ...(joined?.incomplete ?? []),
    ],
  };
}

function triedJson({ rule, subject, compared, gain, advised, why }: Tried): { readonly [key: string]: Json } {
  return {
    rule: rule.id,
    query: subject.planned.query.name,
    advised,
    ...(gain !== undefined &&
      gain.kind !== 'unknown' && { costBefore: six(gain.before), costAfter: six(gain.after) }),
    ...(compared?.kind === 'equal' && { comparisons: compared.runs, rowsCompared: compared.rows }),
    ...(compared?.kind === 'differ' && { counterexample: compared.counterexample }),
    ...(why !== undefined && { why }),
  };
}

function findingOf({ file, sizes }: Told, { rule, subject, hit, compared, gain }: Tried): Finding {
  const { query } = subject.planned;
  const line = query.line + subject.sql.slice(0, hit.at).split('\n').length - 1;
  const shown =
    compared?.kind === 'equal'
      ? ` The same answer in ${compared.runs} comparisons of ${compared.rows} rows on ${compared.databases} generated databases.`
      : compared?.kind === 'differ'
        ? ` Executed: ${compared.counterexample}.`
        : '';
  const cost =
    gain?.kind === 'gain' && gain.after < gain.before
      ? ` Planned ${sizes} it costs ${six(gain.after)} instead of ${six(gain.before)}.`
      : '';
  return {
    rule: rule.id,
    subject: hit.subject === '' ? query.name : `${query.name}/${hit.subject}`,
    severity: rule.severity,
    confidence: hit.offer.kind === 'none' ? 'possible' : 'certain',
    standards: rule.standards,
    evidence: [{ kind: 'read', origin: { kind: 'read', file, line } }],
    what: `${query.name}: ${hit.what}`,
    why: `${rule.why}${cost}${shown}`,
    next: [hit.next, ...sqlOf(hit, gain)].join(' '),
  };
}

/** What is offered, on one line. */
function sqlOf({ offer }: Hit, gain: Gain | undefined): readonly string[] {
  const line = (sql: string): string => `${sql.replaceAll(/\s+/g, ' ').trim()};`;
  const needed = gain?.kind === 'gain' ? gain.index : undefined;
  const index =
    needed === undefined ? [] : [line(needed.replace(/^create index /i, 'create index concurrently '))];
  switch (offer.kind) {
    case 'plan':
    case 'same':
    case 'answer':
      return [...index, line(offer.sql)];
    case 'pages':
      return [...index, line(offer.page.sql)];
    case 'index':
    case 'none':
      return index;
  }
}
