import type { LintHit, Linted } from '../lint/lint.ts';
import type { LintInput } from '../lint/rule.ts';
import type { Script } from '../script/script.ts';
import type { Observation } from '../trace/observation.ts';
import type { Trace } from '../trace/trace.ts';
import { eugeneIds } from './eugene.ts';
import { withEugene } from './eugene-standards.ts';
import { failureIssues } from './failures.ts';
import type { Issue } from './issue.ts';
import { ownObserved } from './own-observed.ts';
import { ownStatic } from './own-static.ts';
import { settled } from './settled.ts';
import { unindexedKeys } from './unindexed-keys.ts';

/** Everything that is wrong with a migration; without a trace, what its text tells. */
export function judge(linted: Linted, trace: Trace | undefined): readonly Issue[] {
  const { input } = linted;
  const { script } = input;
  const observed = (index: number): Observation | undefined => trace?.observations[index];
  const hits = linted.hits.map((hit) => fromHit(hit, input, trace, observed(hit.statement)));
  const own = ownStatic(input).map((issue) => settled(issue, trace, observed(issue.statement)));
  const explained = new Set(
    [...hits, ...own]
      .filter(
        ({ severity, executed, confidence }) =>
          executed && (severity === 'blocker' || confidence === 'likely'),
      )
      .map(({ statement }) => statement),
  );
  const seen =
    trace === undefined
      ? []
      : [
          ...ownObserved(script, trace.observations, explained),
          ...failureIssues(script, trace, [...hits, ...own]),
          ...unindexedKeys(script, trace),
        ];
  const issues = [...hits, ...own, ...seen];
  const ids = trace?.observations.map((observation) => eugeneIds(script, observation)) ?? [];
  return withEugene(issues, ids, script)
    .filter(
      ({ rule, at, statement }) => !linted.ignores.covers(rule, at, script.statements[statement]?.start ?? 0),
    )
    .flatMap((issue) => withoutIgnored(issue, linted, script));
}

/** eugene's comments take away its id; a finding that has no other name goes with it. */
function withoutIgnored(issue: Issue, { ignores }: Linted, script: Script): readonly Issue[] {
  const start = script.statements[issue.statement]?.start ?? 0;
  const standards = issue.standards.filter(
    (standard) => !(standard.startsWith('eugene/') && ignores.covers(standard, issue.at, start)),
  );
  const gone = standards.length < issue.standards.length;
  return gone && standards.length === 0 ? [] : [{ ...issue, standards }];
}

function fromHit(
  hit: LintHit,
  input: LintInput,
  trace: Trace | undefined,
  observation: Observation | undefined,
): Issue {
  const { rule, statement, at, subject, what, next } = hit;
  const issue: Issue = {
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
  };
  if (rule.concern === 'lock') return settled(issue, trace, observation, input);
  const refused = trace?.refused.find((each) => each.statement === statement);
  if (rule.id === 'adding-required-field' && refused !== undefined)
    return {
      ...issue,
      executed: true,
      what: `${what} On a table with rows it was refused: ${refused.message}.`,
    };
  return issue;
}
