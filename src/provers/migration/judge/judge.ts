import type { LintHit, Linted } from '../lint/lint.ts';
import type { LintInput } from '../lint/rule.ts';
import type { Observation } from '../trace/observation.ts';
import type { Trace } from '../trace/trace.ts';
import { eugeneIds } from './eugene.ts';
import { withEugene } from './eugene-standards.ts';
import { failureIssues } from './failures.ts';
import type { Issue } from './issue.ts';
import { ownObserved } from './own-observed.ts';
import { ownStatic } from './own-static.ts';
import { settled } from './settled.ts';
import { issueOf, withoutIgnored } from './text-issues.ts';
import { unindexedKeys } from './unindexed-keys.ts';

/** Everything that is wrong with a migration that was run. */
export function judge(linted: Linted, trace: Trace): readonly Issue[] {
  const { input } = linted;
  const { script } = input;
  const observed = (index: number): Observation | undefined => trace.observations[index];
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
  const issues = [
    ...hits,
    ...own,
    ...ownObserved(script, trace.observations, explained),
    ...failureIssues(script, trace, [...hits, ...own]),
    ...unindexedKeys(script, trace),
  ];
  const ids = trace.observations.map((observation) => eugeneIds(script, observation));
  return withoutIgnored(withEugene(issues, ids, script), linted);
}

function fromHit(hit: LintHit, input: LintInput, trace: Trace, observation: Observation | undefined): Issue {
  const { rule, statement, what } = hit;
  const issue = issueOf(hit);
  if (rule.concern === 'lock') return settled(issue, trace, observation, input);
  const refused = trace.refused.find((each) => each.statement === statement);
  if (rule.id === 'adding-required-field' && refused !== undefined)
    return {
      ...issue,
      executed: true,
      what: `${what} On a table with rows it was refused: ${refused.message}.`,
    };
  return issue;
}
