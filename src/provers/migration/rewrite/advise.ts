import type { Json } from '../../../model/origin.ts';
import type { Issue } from '../judge/issue.ts';
import type { Script } from '../script/script.ts';
import { isOnTableInUse } from '../trace/observation.ts';
import { printSteps } from './step.ts';
import type { TriedRewrite } from './try.ts';

const brief = new Set(['require-concurrent-index-deletion', 'require-concurrent-partition-detach']);

/** Gives issues about waiting the steps that were run and made nobody wait. */
export function withRewrites(
  issues: readonly Issue[],
  tried: readonly TriedRewrite[],
  server: string,
): readonly Issue[] {
  return issues.map((issue) => {
    const way = tried.find(
      ({ statement, doubt }) => statement.index === issue.statement && doubt === undefined,
    );
    const waits = issue.executed && (issue.severity === 'blocker' || brief.has(issue.rule));
    if (way === undefined || !waits) return issue;
    const proof = `/* ${server} ran these: none rewrites or scans a table in use under a lock that blocks its clients */`;
    return { ...issue, next: `${printSteps(way.steps)}\n${proof}` };
  });
}

/** The steps with what was seen of them. */
export const rewritesJson = (script: Script, tried: readonly TriedRewrite[]): readonly Json[] =>
  tried.map(({ statement, steps, seen, doubt }) => ({
    line: script.place(statement.start).line,
    harmless: doubt === undefined,
    ...(doubt !== undefined && { doubt }),
    steps: steps.map((step) => ({
      sql: step.sql,
      ...(step.note !== undefined && { note: step.note }),
      locks: seen.flatMap(({ step: of, observation }) =>
        of === step && observation.kind === 'ran'
          ? observation.taken
              .filter((lock) => isOnTableInUse(lock) && lock.mode !== 'AccessShareLock')
              .map(({ relation, mode }) => ({ relation, mode }))
          : [],
      ),
      scans: seen.flatMap(({ step: of, observation }) =>
        of === step && observation.kind === 'ran' ? observation.scans.map(({ relation }) => relation) : [],
      ),
    })),
  }));
