import type { Claim, Outcome } from '../../findings/claim.ts';
import type { Finding, Severity } from '../../findings/finding.ts';
import type { Json } from '../../model/origin.ts';
import { engine } from '../postgres/session.ts';
import { undecided } from '../settle.ts';
import { migrationClaim, notRun, verdictOf } from './claim.ts';
import { findingsOf } from './findings.ts';
import { durationsOf } from './duration/estimate.ts';
import type { Durations } from './duration/estimate.ts';
import type { GivenSize } from './duration/sizes.ts';
import { durationGaps, withDurations } from './duration/words.ts';
import { ownIssue } from './judge/issue.ts';
import type { Issue } from './judge/issue.ts';
import { judge } from './judge/judge.ts';
import { ownRuleList, ownRules } from './judge/own-rules.ts';
import { lintRules } from './lint/all.ts';
import { knownIds, lint, unusedIgnore } from './lint/lint.ts';
import type { LintSettings } from './lint/rule.ts';
import { statementsJson } from './measurements.ts';
import { rewritesJson, withRewrites } from './rewrite/advise.ts';
import { isRewritable } from './rewrite/rewrite.ts';
import { tryRewrites } from './rewrite/try.ts';
import type { TriedRewrite } from './rewrite/carry-out.ts';
import { loadGrammar, readScript } from './script/script.ts';
import type { Script } from './script/script.ts';
import type { SchemaText, Start } from './trace/before.ts';
import { majorServerOf, serverOf, trace } from './trace/trace.ts';
import type { Trace } from './trace/trace.ts';

export interface MigrationRequest {
  readonly file: string;
  readonly text: string;
  /** SQL that makes the database as it stands before the migration. */
  readonly schema?: SchemaText;
  /** What the migration meets, where that is not the schema alone. */
  readonly start?: Start;
  readonly settings: LintSettings;
  /** Of tables in production, as far as they are known. */
  readonly sizes?: readonly GivenSize[];
  /** Judge the text alone, and run nothing. */
  readonly onlyText: boolean;
}

export interface CheckedMigration {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly script: Script;
  readonly trace?: Trace;
  readonly durations: Durations;
  /** Safe ways to what its statements do. */
  readonly rewrites: readonly TriedRewrite[];
}

const known = knownIds(ownRuleList.map(({ id }) => id));

/** What is known of a rule without a migration. */
export interface MigrationRule {
  readonly id: string;
  readonly summary: string;
  /** When nothing was run. */
  readonly severity: Severity;
  readonly standards: readonly string[];
}

/** Every rule, for `--include`, SARIF and the documentation. */
export const migrationRules: readonly MigrationRule[] = [
  ...[...lintRules, unusedIgnore].map(({ id, summary, severity, standards }) => ({
    id,
    summary,
    severity,
    standards: [`squawk/${id}`, ...standards],
  })),
  ...ownRuleList.map(({ id, summary, standards }) => ({
    id,
    summary,
    severity: 'warning' as const,
    standards,
  })),
];

/** Reads a migration, runs it in an embedded database, and judges both. */
export async function checkMigration(request: MigrationRequest): Promise<CheckedMigration> {
  await loadGrammar();
  const { file, text, schema, start = schema, settings, onlyText, sizes = [] } = request;
  const script = readScript(file, text);
  const linted = lint(script, settings, known);
  const claim = migrationClaim(file, schema?.file, linted.input.settings);
  const traced = onlyText
    ? { kind: 'none' as const, why: 'nothing was run: only the text was asked for' }
    : await traceOf(script, start, linted.input.settings, sizes);
  const seen = traced.kind === 'trace' ? traced.trace : undefined;
  const { tried, notes }: SaferWays =
    seen === undefined ? { tried: [], notes: [] } : await saferWays(script, start, seen);
  const durations: Durations = seen === undefined ? new Map() : durationsOf(seen.observations, seen.sizes);
  const judged = withDurations(judge(linted, seen), durations);
  const issues = seen === undefined ? judged : withRewrites(judged, tried, majorServerOf(seen));
  const findings = findingsOf(script, [...faults(script), ...issues], claim.id);
  const verdict = traced.kind === 'trace' ? verdictOf(script, traced.trace) : undecided(traced.why);
  const outcome: Outcome = {
    claim: claim.id,
    verdict,
    engine,
    measurements: measurementsOf(script, seen, tried, durations),
    incomplete: [
      ...script.faults.map(({ at, why }) => `${printPlace(script, at)}: ${why}: left out`),
      ...script.left.map(({ at, what }) => `${printPlace(script, at)}: ${what}`),
      ...(seen === undefined ? [] : [...seen.incomplete, ...notRun(script, seen.observations)]),
      ...durationGaps(durations),
      ...notes,
    ],
  };
  return {
    claim,
    outcome,
    findings,
    script,
    durations,
    rewrites: tried,
    ...(seen !== undefined && { trace: seen }),
  };
}

type Traced =
  | { readonly kind: 'trace'; readonly trace: Trace }
  | { readonly kind: 'none'; readonly why: string };

async function traceOf(
  script: Script,
  start: Start,
  settings: LintSettings,
  sizes: readonly GivenSize[],
): Promise<Traced> {
  try {
    const { assumeInTransaction } = settings;
    return { kind: 'trace', trace: await trace({ script, start, assumeInTransaction, sizes }) };
  } catch (error) {
    return {
      kind: 'none',
      why: `${engine.name} failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

const printPlace = ({ file, place }: Script, at: number): string =>
  `${file}:${place(at).line}:${place(at).column}`;

const faults = (script: Script): readonly Issue[] =>
  script.faults.map(({ at, why }) =>
    ownIssue(
      ownRules.syntax,
      { index: 0, start: at },
      {
        subject: why,
        severity: 'warning',
        what: `${printPlace(script, at)}: ${why}.`,
        next: 'Correct it; PostgreSQL 18 has the word on what is SQL here.',
      },
    ),
  );

interface SaferWays {
  readonly tried: readonly TriedRewrite[];
  readonly notes: readonly string[];
}

/** Steps for the statements that make others wait, run in their place; an engine that fails leaves none. */
async function saferWays(script: Script, start: Start, seen: Trace): Promise<SaferWays> {
  if (!seen.observations.some(isRewritable)) return { tried: [], notes: [] };
  try {
    return { tried: await tryRewrites(script, start, seen), notes: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { tried: [], notes: [`no steps in place of statements were tried: ${why}`] };
  }
}

const measurementsOf = (
  script: Script,
  seen: Trace | undefined,
  tried: readonly TriedRewrite[],
  durations: Durations,
): Readonly<Record<string, Json>> =>
  seen === undefined
    ? { statements: script.statements.length }
    : {
        server: serverOf(seen),
        statements: statementsJson(script, seen.observations, durations),
        ...(tried.length > 0 && { rewrites: rewritesJson(script, tried, seen.sizes) }),
      };
