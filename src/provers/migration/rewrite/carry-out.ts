import { dangerWords, dangersOf } from '../judge/danger.ts';
import { transactionStep } from '../lint/transactions.ts';
import type { Session } from '../../postgres/session.ts';
import { inVain } from '../../postgres/rows/populate.ts';
import { readScript, textOf } from '../script/script.ts';
import { effectsOf } from '../trace/observation.ts';
import type { Observation } from '../trace/observation.ts';
import type { Watch } from '../trace/watch.ts';
import { goBack } from './go-back.ts';
import { brokenOf, countOf } from './probe.ts';
import type { Rewrite } from './rewrite.ts';
import { rolloutOf } from './rollout.ts';
import type { Both, Rollout } from './rollout.ts';
import type { Step } from './step.ts';
import type { Versions } from './versions.ts';

/** A step with what was seen of its statements. */
export interface SeenStep {
  readonly step: Step;
  readonly observations: readonly Observation[];
}

/** What became of the steps when they were run in place of the statement. */
export interface TriedRewrite extends Rewrite {
  readonly seen: readonly SeenStep[];
  /** What failed of either version of the application before the first step and after each; empty where none was asked. */
  readonly states: readonly Both[];
  readonly rollout?: Rollout;
  /** Every step up to the point of no return was taken back, and the database was what it had been. */
  readonly wentBack: boolean;
  /** Why they are not shown to be harmless; absent when they are. */
  readonly doubt?: string;
}

/** Runs the steps forward and back up to the point of no return, then forward to the end with both versions beside them. */
export async function carryOut(
  session: Session,
  watch: Watch,
  rewrite: Rewrite,
  versions: Versions | undefined,
): Promise<TriedRewrite> {
  const back = versions === undefined ? undefined : await goBack(session, rewrite.steps, versions);
  const seen: SeenStep[] = [];
  const states: Both[] = versions === undefined ? [] : [await bothOf(session, versions, undefined)];
  const tried = { ...rewrite, seen, states, wentBack: versions !== undefined && back === undefined };
  if (back !== undefined) return { ...tried, doubt: back };
  let wrong: string | undefined;
  for (const step of rewrite.steps) {
    const { observations, doubt } = await oneStep(watch, step);
    seen.push({ step, observations });
    if (doubt !== undefined) return { ...tried, doubt };
    const left = step.wrong === undefined ? 0 : await countOf(session, step.wrong);
    if (left > 0) return { ...tried, doubt: `${left} rows are left as they were after ${step.sql}` };
    if (step.staysRight === true) wrong = step.wrong;
    if (step.isFinal === true) wrong = undefined;
    if (versions !== undefined) states.push(await bothOf(session, versions, wrong));
  }
  if (states.length === 0) return tried;
  const rollout = rolloutOf(states);
  return rollout === undefined
    ? { ...tried, doubt: 'there is no moment in which both the old and the new version run' }
    : { ...tried, rollout };
}

const bothOf = (session: Session, versions: Versions, wrong: string | undefined): Promise<Both> =>
  inVain(session, async () => ({
    old: await brokenOf(session, versions.old, wrong),
    new: await brokenOf(session, versions.new, wrong),
  }));

async function oneStep(
  watch: Watch,
  step: Step,
): Promise<{ readonly observations: readonly Observation[]; readonly doubt?: string }> {
  const script = readScript('step.sql', step.rehearsal ?? step.sql);
  const observations: Observation[] = [];
  if (script.faults.length > 0) return { observations, doubt: `${step.sql} cannot be read` };
  for (const statement of script.statements) {
    // What belongs into one transaction is watched statement by statement.
    if (transactionStep(statement) !== undefined) continue;
    const sql = textOf(script, statement);
    const commits = step.rehearsal === undefined ? undefined : { locks: [] };
    const observation = await watch.alone(statement, sql, commits);
    observations.push(observation);
    if (observation.kind === 'failed')
      return { observations, doubt: `${sql} was refused: ${observation.failure.message}` };
    const effects = effectsOf(observation);
    const [danger] = effects === undefined ? [] : dangersOf(effects, statement.node);
    if (danger !== undefined) return { observations, doubt: `${sql} ${dangerWords(danger)}` };
  }
  return { observations };
}
