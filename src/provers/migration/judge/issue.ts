import type { Finding } from '../../../findings/finding.ts';
import type { Statement } from '../script/script.ts';
import type { OwnRule } from './own-rules.ts';

/** What is wrong with one place of a migration, before it becomes a finding. */
export interface Issue extends Omit<Finding, 'evidence'> {
  readonly statement: number;
  /** Offset in the text. */
  readonly at: number;
  /** Running the statement showed it. */
  readonly executed: boolean;
}

type Words = Pick<Issue, 'subject' | 'what' | 'next'> & Partial<Pick<Issue, 'severity' | 'at' | 'standards'>>;

/** What a rule of our own finds in the text; `standards` are named beside those of the rule. */
export const ownIssue = (
  { id, why, standards }: OwnRule,
  { index, start }: Pick<Statement, 'index' | 'start'>,
  words: Words,
): Issue => ({
  rule: id,
  statement: index,
  at: start,
  severity: 'advice',
  confidence: 'certain',
  why,
  executed: false,
  ...words,
  standards: [...standards, ...(words.standards ?? [])],
});

/** The same, found by running the statement. */
export const observedIssue = (rule: OwnRule, statement: Statement, words: Words): Issue => ({
  ...ownIssue(rule, statement, words),
  executed: true,
});
