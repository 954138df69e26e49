import type { Script } from '../script/script.ts';
import { relationsIn } from '../trace/relations.ts';
import { nameOfRelation } from '../lint/rule.ts';
import type { Trace } from '../trace/trace.ts';
import { observedIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import { ownRules } from './own-rules.ts';

/** Findings that already say why a statement is refused. */
const told = new Set([
  'adding-required-field',
  'ban-concurrent-index-creation-in-transaction',
  'ban-duplicate-column-assignments',
]);

/** Statements that PostgreSQL refused, as far as that does not come from what had to be inferred. */
export function failureIssues(script: Script, trace: Trace, others: readonly Issue[]): readonly Issue[] {
  const isTold = (statement: number): boolean =>
    others.some((issue) => issue.statement === statement && told.has(issue.rule));
  const byRows = trace.refused.flatMap(({ statement, message, code }) => {
    const where = script.statements[statement];
    // Generated values say nothing about those in production; a column that nothing fills is empty there too.
    if (where === undefined || isTold(statement) || code !== '23502') return [];
    return [
      observedIssue(ownRules.fails, where, {
        subject: summary(script, statement),
        severity: 'warning',
        what: `On tables with rows this statement is refused: ${message}.`,
        next: 'Fill or correct the rows in batches before it, and check that none is left.',
      }),
    ];
  });
  const failed = trace.observations.flatMap((observation) => {
    if (observation.kind !== 'failed' || isTold(observation.statement.index)) return [];
    if (isGuess(trace, observation.statement.index, script)) return [];
    return [
      observedIssue(ownRules.fails, observation.statement, {
        subject: summary(script, observation.statement.index),
        severity: 'warning',
        what: `PostgreSQL refuses this statement: ${observation.failure.message}.`,
        next: 'Correct it, or give the schema it is meant for with --schema.',
      }),
    ];
  });
  return [...byRows, ...failed];
}

/** Whether the statement fails only because the schema is not known. */
export function isGuess({ inferred }: Trace, statement: number, script: Script): boolean {
  const node = script.statements[statement]?.node;
  if (node === undefined) return true;
  const names = relationsIn(node).map(nameOfRelation);
  return names.length === 0 || names.some((name) => inferred.tables.has(name));
}

/** The statement in a few words: its name must not change when lines are added above it. */
export function summary(script: Script, statement: number): string {
  const found = script.statements[statement];
  if (found === undefined) return '';
  const text = script.text.slice(found.start, found.end).replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
