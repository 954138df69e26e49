import type { Claim, Outcome } from '../../findings/claim.ts';
import type { Finding } from '../../findings/finding.ts';
import { engine } from '../postgres/session.ts';
import { undecided } from '../settle.ts';
import { migrationClaim } from './claim.ts';
import { findingsOf } from './findings.ts';
import { ownIssue } from './judge/issue.ts';
import type { Issue } from './judge/issue.ts';
import { ownRuleList, ownRules } from './judge/own-rules.ts';
import { textIssues } from './judge/text-issues.ts';
import { knownIds, lint } from './lint/lint.ts';
import type { Linted } from './lint/lint.ts';
import type { LintSettings } from './lint/rule.ts';
import { readScript } from './script/script.ts';
import type { Script } from './script/script.ts';

export interface MigrationText {
  readonly file: string;
  readonly text: string;
  /** Name of the schema before the migration, where one is given. */
  readonly schema?: string | undefined;
  readonly settings: LintSettings;
}

/** A migration as it was read, before anything is run. */
export interface ReadMigration {
  readonly linted: Linted;
  readonly claim: Claim;
}

/** What is told of one migration. */
export interface Checked {
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
}

const known = knownIds(ownRuleList.map(({ id }) => id));

/** Reads a migration with the rules on its text. `loadGrammar` must have resolved. */
export function readMigration({ file, text, schema, settings }: MigrationText): ReadMigration {
  const linted = lint(readScript(file, text), settings, known);
  return { linted, claim: migrationClaim(file, schema, linted.input.settings) };
}

/** Judges a migration by its text alone; `why` tells what kept it from being run. */
export function judgeText({ linted, claim }: ReadMigration, why: string): Checked {
  const { script } = linted.input;
  return {
    claim,
    outcome: {
      claim: claim.id,
      verdict: undecided(why),
      engine,
      measurements: { statements: script.statements.length },
      incomplete: leftOut(script),
    },
    findings: findingsOf(script, [...faultIssues(script), ...textIssues(linted)], claim.id),
  };
}

/** The rules on the text, where nothing is to be run. `loadGrammar` must have resolved. */
export const checkText = (migration: MigrationText): Checked =>
  judgeText(readMigration(migration), 'nothing was run: only the text was asked for');

const printPlace = ({ file, place }: Script, at: number): string =>
  `${file}:${place(at).line}:${place(at).column}`;

/** Parts of the text that nothing is told of. */
export const leftOut = (script: Script): readonly string[] => [
  ...script.faults.map(({ at, why }) => `${printPlace(script, at)}: ${why}: left out`),
  ...script.left.map(({ at, what }) => `${printPlace(script, at)}: ${what}`),
];

export const faultIssues = (script: Script): readonly Issue[] =>
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
