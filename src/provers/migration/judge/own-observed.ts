import type { Script, Statement } from '../script/script.ts';
import { blockedBy, printMode } from '../trace/locks.ts';
import { blocksClients, effectsOf, isOnTableInUse } from '../trace/observation.ts';
import type { Effects, Observation } from '../trace/observation.ts';
import { isVacuumFull } from '../lint/options.ts';
import { alterCommands } from '../lint/parts.ts';
import { dangerWords, dangersOf, lockOn } from './danger.ts';
import type { Danger } from './danger.ts';
import { observedIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import { ownRules } from './own-rules.ts';
import type { OwnRule } from './own-rules.ts';

/** What running the statements shows, apart from rules on the text. `explained`: statements whose work has a finding. */
export function ownObserved(
  script: Script,
  observations: readonly Observation[],
  explained: ReadonlySet<number>,
): readonly Issue[] {
  return observations.flatMap((observation) => {
    const effects = effectsOf(observation);
    if (effects === undefined) return [];
    const { statement } = observation;
    return [
      ...(explained.has(statement.index) ? [] : dangers(statement, effects)),
      ...afterLock(script, statement, effects),
      ...locking(statement, effects),
      ...wholeTables(statement, effects),
    ];
  });
}

function dangers(statement: Statement, effects: Effects): readonly Issue[] {
  return dangersOf(effects, statement.node).map((danger) =>
    observedIssue(danger.action === 'rewrites' ? ownRules.rewrite : ownRules.scan, statement, {
      subject: danger.relation,
      severity: 'blocker',
      what: `This statement ${dangerWords(danger)}.`,
      next: adviceFor(statement, danger),
    }),
  );
}

function adviceFor({ node }: Statement, { relation, action }: Danger): string {
  if ('RefreshMatViewStmt' in node)
    return `Create a unique index on ${relation} and REFRESH MATERIALIZED VIEW CONCURRENTLY ${relation};`;
  if ('ClusterStmt' in node || isVacuumFull(node))
    return 'Run pg_repack or pg_squeeze (REPACK (CONCURRENTLY) from PostgreSQL 19), or do it in a maintenance window.';
  if (action === 'rewrites')
    return `Make a new column or table, write both, fill it in batches, and move clients over; or do it in a maintenance window.`;
  return 'Split the statement so that the lock is short and the scan runs in a transaction of its own, or do it in a maintenance window.';
}

function afterLock(script: Script, statement: Statement, { held }: Effects): readonly Issue[] {
  const lock = held.find((each) => isOnTableInUse(each) && each.mode === 'AccessExclusiveLock');
  if (lock === undefined) return [];
  const words = script.text.slice(statement.start, statement.end).split(/\s+/, 2).join(' ').toUpperCase();
  return [
    observedIssue(ownRules.afterLock, statement, {
      subject: `${lock.relation}: ${words}`,
      severity: 'advice',
      what: `This statement runs while the transaction already holds ${lock.relation} in ACCESS EXCLUSIVE.`,
      next: 'Commit before it, or do it first.',
    }),
  ];
}

function locking(statement: Statement, effects: Effects): readonly Issue[] {
  const locked = effects.taken.find(blocksClients);
  if (locked === undefined) return [];
  const told = lockingWords(statement);
  if (told === undefined) return [];
  const { rule, deed, next } = told;
  const mode = lockOn(effects, locked.relation) ?? locked.mode;
  return [
    observedIssue(rule, statement, {
      subject: locked.relation,
      severity: 'warning',
      what: `${deed} takes ${printMode(mode)} on ${locked.relation}, which blocks its ${blockedBy(mode)}.`,
      next,
    }),
  ];
}

function lockingWords(
  statement: Statement,
): { readonly rule: OwnRule; readonly deed: string; readonly next: string } | undefined {
  const { node } = statement;
  if ('CreateTrigStmt' in node || togglesTrigger(statement))
    return {
      rule: ownRules.trigger,
      deed: 'This change of triggers',
      next: `SET lock_timeout = '1s'; before it, alone in its transaction, and try again when it runs out.`,
    };
  if ('LockStmt' in node)
    return {
      rule: ownRules.explicitLock,
      deed: 'LOCK TABLE',
      next: 'Take a weaker mode, or leave the lock to the statement that needs it.',
    };
  if ('TruncateStmt' in node)
    return {
      rule: ownRules.truncate,
      deed: 'TRUNCATE',
      next: 'Delete in batches what is really not needed, after a backup.',
    };
  return undefined;
}

const togglesTrigger = ({ node }: Statement): boolean =>
  alterCommands(node).some(({ subtype = '' }) => /^AT_(Enable|Disable)\w*Trig/.test(subtype));

/** UPDATE and DELETE that reach every row of a table in use. */
function wholeTables(statement: Statement, { rows }: Effects): readonly Issue[] {
  const { node } = statement;
  const change = 'UpdateStmt' in node ? node.UpdateStmt : 'DeleteStmt' in node ? node.DeleteStmt : undefined;
  if (change === undefined) return [];
  const target = change.relation?.relname ?? '';
  // With a condition, two generated rows say nothing about how many there are in production.
  if (change.whereClause !== undefined) return [];
  return rows
    .filter(({ existing, relation }) => existing && relation.split('.').at(-1) === target)
    .map(({ relation, updated, deleted, held }) =>
      observedIssue(ownRules.wholeTable, statement, {
        subject: relation,
        severity: 'warning',
        what: `This statement ${deleted > 0 ? 'deletes' : 'changes'} ${Math.max(updated, deleted)} of ${held} rows of ${relation}: all there are.`,
        next: `Work through ${relation} by its key in batches of some thousand rows, each in its own transaction.`,
      }),
    );
}
