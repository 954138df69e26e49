import { dangerWords, dangersOf } from '../judge/danger.ts';
import { transactionStep } from '../lint/transactions.ts';
import { readScript, textOf } from '../script/script.ts';
import type { Script } from '../script/script.ts';
import { makeInferred, openBefore } from '../trace/before.ts';
import { effectsOf } from '../trace/observation.ts';
import type { Observation } from '../trace/observation.ts';
import { whyNotRun } from '../trace/outside.ts';
import { emptyTables, fillTables } from '../trace/rows.ts';
import type { Trace } from '../trace/trace.ts';
import { openWatch } from '../trace/watch.ts';
import type { Watch } from '../trace/watch.ts';
import type { Rewrite } from './rewrite.ts';
import type { Step } from './step.ts';

/** What became of the steps when they were run in place of the statement. */
export interface TriedRewrite extends Rewrite {
  readonly seen: readonly { readonly step: Step; readonly observation: Observation }[];
  /** Why they are not shown to be harmless; absent when they are. */
  readonly doubt?: string;
}

/**
 * Runs the whole migration once more with the steps in place of the statements they stand for, each step in a
 * transaction of its own, and looks whether any of them makes others wait for work.
 */
export async function tryRewrites(
  script: Script,
  schema: string,
  trace: Trace,
  rewrites: readonly Rewrite[],
): Promise<readonly TriedRewrite[]> {
  const { session } = await openBefore(script, schema);
  try {
    await makeInferred(session, trace.inferred);
    const { rows } = await fillTables(session, script);
    if (trace.refused.length > 0) await emptyTables(session);
    const watch = await openWatch(session, rows);
    const tried: TriedRewrite[] = [];
    for (const statement of script.statements) {
      if (transactionStep(statement) !== undefined || whyNotRun(statement.node) !== undefined) continue;
      const rewrite = rewrites.find((each) => each.statement === statement);
      if (rewrite === undefined) await watch.alone(statement, textOf(script, statement));
      else tried.push(await carriedOut(watch, rewrite));
    }
    return tried;
  } finally {
    await session.close();
  }
}

async function carriedOut(watch: Watch, rewrite: Rewrite): Promise<TriedRewrite> {
  const seen: { step: Step; observation: Observation }[] = [];
  for (const step of rewrite.steps) {
    const script = readScript('step.sql', step.sql);
    if (script.faults.length > 0) return { ...rewrite, seen, doubt: `${step.sql} cannot be read` };
    for (const statement of script.statements) {
      // What belongs into one transaction is watched statement by statement.
      if (transactionStep(statement) !== undefined) continue;
      const sql = textOf(script, statement);
      const observation = await watch.alone(statement, sql);
      seen.push({ step, observation });
      if (observation.kind === 'failed')
        return { ...rewrite, seen, doubt: `${sql} was refused: ${observation.failure.message}` };
      const effects = effectsOf(observation);
      const [danger] = effects === undefined ? [] : dangersOf(effects, statement.node);
      if (danger !== undefined) return { ...rewrite, seen, doubt: `${sql} ${dangerWords(danger)}` };
    }
  }
  return { ...rewrite, seen };
}
