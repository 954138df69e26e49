import type { Finding } from '../../../findings/finding.ts';
import type { Json } from '../../../model/origin.ts';
import { six } from '../../settle.ts';
import type { BatchAdvice } from './batches/advise-batches.ts';
import type { Compared } from './compare.ts';
import type { Gain } from './gain.ts';
import type { Hit, RewriteRule, Subject } from './rule.ts';
import { states } from './states.ts';

/** Rewrites of queries that were shown to be as good, and better. */
export interface RewriteAdvice {
  readonly findings: readonly Finding[];
  /** What was tried on each candidate: seeds, rows, costs, and why it was not advised. */
  readonly measurements: { readonly [key: string]: Json };
  readonly incomplete: readonly string[];
}

/** A rule that found something in a query. */
export interface Candidate {
  readonly rule: RewriteRule;
  readonly subject: Subject;
  readonly hit: Hit;
}

/** A candidate with what came of it. */
export interface Tried extends Candidate {
  readonly compared?: Compared;
  readonly gain?: Gain;
  readonly advised: boolean;
  /** Why it was not advised. */
  readonly why?: string;
  /** Nothing speaks against it, but it was not shown either. */
  readonly open?: boolean;
}

/** What all findings say. */
export interface Told {
  readonly file: string;
  readonly sizes: string;
}

export function adviceOf(
  told: Told,
  tried: readonly Tried[],
  joined: BatchAdvice | undefined,
): RewriteAdvice {
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
