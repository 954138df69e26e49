import { alterTableOf } from '../script/actions.ts';
import type { Script } from '../script/script.ts';
import { lintRules, ruleAliases } from './all.ts';
import { ignoresOf } from './ignores.ts';
import type { Ignores } from './ignores.ts';
import { kindsIn, kindsNeeded } from './relevance.ts';
import type { Hit, LintInput, LintRule, LintSettings } from './rule.ts';
import { tablesMadeInTransaction } from './transactions.ts';

export interface LintHit extends Hit {
  readonly rule: LintRule;
}

/** What the text of a migration tells, before anything is run. */
export interface Linted {
  /** With the settings as the file itself wants them. */
  readonly input: LintInput;
  readonly hits: readonly LintHit[];
  readonly ignores: Ignores;
}

export const unusedIgnore: LintRule = {
  id: 'unused-ignore',
  summary: 'A comment ignores a rule that does not exist.',
  concern: 'habit',
  severity: 'advice',
  why: 'What was meant is reported all the same, or will be.',
  standards: [],
  check: () => [],
};

/** Ids that an ignoring comment may name; `others` are those of rules that need the engine. */
export const knownIds = (others: readonly string[] = []): ReadonlySet<string> =>
  new Set([
    ...lintRules.map(({ id }) => id),
    ...others,
    unusedIgnore.id,
    ...Object.keys(ruleAliases),
    'syntax-error',
  ]);

const ownIds = knownIds();

const rulesByKinds = lintRules.map((rule) => ({ rule, needed: kindsNeeded(rule.id) }));

/** Runs every rule that is on, and takes out what the file's comments ignore. Hits in order of place. */
export function lint(script: Script, asked: LintSettings, known: ReadonlySet<string> = ownIds): Linted {
  const ignores = ignoresOf(script, known);
  const settings = ignores.noTransaction ? { ...asked, assumeInTransaction: false } : asked;
  const input: LintInput = {
    script,
    settings,
    alterations: script.statements.flatMap((statement) => alterTableOf(script, statement) ?? []),
    madeInTransaction: tablesMadeInTransaction(script, settings.assumeInTransaction),
  };
  const kinds = kindsIn(script);
  const hits: LintHit[] = [];
  const tell = (rule: LintRule, { statement, at, subject, what, next }: Hit): void => {
    if (!ignores.covers(rule.id, at, script.statements[statement]?.start ?? 0))
      hits.push({ rule, statement, at, subject, what, next });
  };
  for (const { rule, needed } of rulesByKinds)
    if ((kinds & needed) !== 0 && (rule.optIn !== true || settings.include.has(rule.id)))
      for (const hit of rule.check(input)) tell(rule, hit);
  for (const hit of ignores.unknown) tell(unusedIgnore, hit);
  return { input, ignores, hits: hits.toSorted((a, b) => a.at - b.at) };
}
