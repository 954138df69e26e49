import type { Json } from '../../model/origin.ts';
import { engine } from '../postgres/session.ts';
import { checkText, faultIssues, judgeText, leftOut, readMigration } from './check-text.ts';
import type { Checked, ReadMigration } from './check-text.ts';
import { findingsOf } from './findings.ts';
import { durationsOf } from './duration/estimate.ts';
import type { Durations } from './duration/estimate.ts';
import type { GivenSize } from './duration/sizes.ts';
import { durationGaps, withDurations } from './duration/words.ts';
import { judge } from './judge/judge.ts';
import type { LintSettings } from './lint/rule.ts';
import { statementsJson } from './measurements.ts';
import { rewritesJson, withRewrites } from './rewrite/advise.ts';
import { isRewritable } from './rewrite/rewrite.ts';
import { tryRewrites } from './rewrite/try.ts';
import type { TriedRewrite } from './rewrite/carry-out.ts';
import { loadGrammar } from './script/script.ts';
import type { Script } from './script/script.ts';
import type { SchemaText, Start } from './trace/before.ts';
import { majorServerOf, serverOf, trace } from './trace/trace.ts';
import type { Trace } from './trace/trace.ts';
import { notRun, verdictOf } from './verdict.ts';

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

/** What running a migration showed. */
export interface Seen {
  readonly script: Script;
  readonly trace: Trace;
  readonly durations: Durations;
  /** Safe ways to what its statements do. */
  readonly rewrites: readonly TriedRewrite[];
}

export interface CheckedMigration extends Checked {
  /** Undefined where nothing could be run, or was to be. */
  readonly seen?: Seen;
}

/** Reads a migration, runs it in an embedded database, and judges both. */
export async function checkMigration(request: MigrationRequest): Promise<CheckedMigration> {
  await loadGrammar();
  const { file, text, schema, start = schema, settings, onlyText, sizes = [] } = request;
  const asked = { file, text, schema: schema?.file, settings };
  if (onlyText) return checkText(asked);
  const read = readMigration(asked);
  const { script, settings: own } = read.linted.input;
  const traced = await traceOf(script, start, own, sizes);
  return traced.kind === 'none'
    ? judgeText(read, traced.why)
    : judgeSeen(read, traced.trace, await saferWays(script, start, traced.trace));
}

function judgeSeen(
  { linted, claim }: ReadMigration,
  seen: Trace,
  { tried, notes }: SaferWays,
): CheckedMigration {
  const { script } = linted.input;
  const durations = durationsOf(seen.observations, seen.sizes);
  const judged = withDurations(judge(linted, seen), durations);
  const issues = withRewrites(judged, tried, majorServerOf(seen));
  return {
    claim,
    findings: findingsOf(script, [...faultIssues(script), ...issues], claim.id),
    outcome: {
      claim: claim.id,
      verdict: verdictOf(script, seen),
      engine,
      measurements: measurementsOf(script, seen, tried, durations),
      incomplete: [
        ...leftOut(script),
        ...seen.incomplete,
        ...notRun(script, seen.observations),
        ...durationGaps(durations),
        ...notes,
      ],
    },
    seen: { script, trace: seen, durations, rewrites: tried },
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
  seen: Trace,
  tried: readonly TriedRewrite[],
  durations: Durations,
): Readonly<Record<string, Json>> => ({
  server: serverOf(seen),
  statements: statementsJson(script, seen.observations, durations),
  ...(tried.length > 0 && { rewrites: rewritesJson(script, tried, seen.sizes) }),
});
