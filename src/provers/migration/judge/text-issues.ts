import { noIgnores } from '../lint/ignores.ts';
import type { LintHit, Linted } from '../lint/lint.ts';
import type { Issue } from './issue.ts';
import { ownStatic } from './own-static.ts';

/** What a rule on the text says, before anything that was seen is weighed in. */
export const issueOf = ({ rule, statement, at, subject, what, next }: LintHit): Issue => ({
  rule: rule.id,
  statement,
  at,
  subject,
  severity: rule.severity,
  confidence: 'certain',
  what,
  why: rule.why,
  next,
  standards: [`squawk/${rule.id}`, ...rule.standards],
  executed: false,
});

/** Everything that is wrong with a migration, as far as its text tells. */
export const textIssues = (linted: Linted): readonly Issue[] =>
  withoutIgnored([...linted.hits.map(issueOf), ...ownStatic(linted.input)], linted);

/** Takes out what comments of the migration ignore. */
export const withoutIgnored = (issues: readonly Issue[], linted: Linted): readonly Issue[] =>
  linted.ignores === noIgnores ? issues : issues.flatMap((issue) => wanted(issue, linted));

function wanted(issue: Issue, { ignores, input: { script } }: Linted): readonly Issue[] {
  const { rule, at, statement, standards } = issue;
  const start = script.statements[statement]?.start ?? 0;
  if (ignores.covers(rule, at, start)) return [];
  // eugene's comments take away its id; a finding that has no other name goes with it.
  const left = standards.filter(
    (standard) => !(standard.startsWith('eugene/') && ignores.covers(standard, at, start)),
  );
  if (left.length === standards.length) return [issue];
  return left.length === 0 ? [] : [{ ...issue, standards: left }];
}
