import type { Script } from '../script/script.ts';
import { observedIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import { ownRules } from './own-rules.ts';

/** Which findings say what an id of eugene says, best first. */
const meant: Readonly<Record<string, readonly string[]>> = {
  E1: [
    'adding-foreign-key-constraint',
    'constraint-missing-not-valid',
    'adding-serial-primary-key-field',
    'primary-key-using-index',
  ],
  E2: ['adding-not-nullable-field', 'primary-key-using-index', 'adding-serial-primary-key-field'],
  E4: ['statement-under-exclusive-lock'],
  E5: ['changing-column-type'],
  E6: [
    'require-concurrent-index-creation',
    'disallowed-unique-constraint',
    'adding-serial-primary-key-field',
  ],
  E7: ['disallowed-unique-constraint'],
  E8: ['adding-exclusion-constraint'],
  E9: ['require-lock-timeout', 'lock-without-timeout'],
  E10: [
    'changing-column-type',
    'adding-field-with-default',
    'adding-serial-column',
    'prefer-repack',
    'rewrites-table',
  ],
};

const fallbacks: Readonly<Record<string, readonly [keyof typeof ownRules, string]>> = {
  E1: ['scan', 'A constraint is added and checked against every row.'],
  E2: ['scan', 'A column becomes NOT NULL without a constraint that proves it.'],
  E5: ['rewrite', 'The change of a type writes the table anew.'],
  E6: ['scan', 'An index is built or a table read under SHARE, which blocks its writers.'],
  E7: ['scan', 'A unique constraint builds its index under the lock.'],
  E10: ['rewrite', 'A table or index is written anew under a lock that blocks others.'],
};

/** Adds eugene's ids to the findings that say the same, and makes findings of ids that none says. */
export function withEugene(
  issues: readonly Issue[],
  idsOf: readonly (readonly string[])[],
  script: Script,
): readonly Issue[] {
  let all = issues;
  idsOf.forEach((ids, statement) => {
    for (const id of ids) all = withId(all, id, statement, script);
  });
  return all;
}

function withId(issues: readonly Issue[], id: string, statement: number, script: Script): readonly Issue[] {
  const rules = meant[id] ?? [];
  // A timeout is told once for the file, at the first statement that lacks it.
  const here = issues.filter((issue) => issue.statement === statement || id === 'E9');
  const best =
    rules.flatMap((rule) => here.find((issue) => issue.rule === rule) ?? [])[0] ??
    here.find(({ executed, severity }) => executed && severity === 'blocker' && id !== 'E9' && id !== 'E4');
  const standard = `eugene/${id}`;
  if (best !== undefined)
    return issues.map((issue) =>
      issue === best && !issue.standards.includes(standard)
        ? { ...issue, standards: [...issue.standards, standard] }
        : issue,
    );
  const made = script.statements[statement];
  return made === undefined ? issues : [...issues, { ...fallback(id, made), standards: [standard] }];
}

function fallback(id: string, statement: Script['statements'][number]): Issue {
  if (id === 'E9')
    return observedIssue(ownRules.noTimeout, statement, {
      subject: 'lock_timeout',
      severity: 'advice',
      what: 'This statement waits without limit for a lock that blocks others.',
      next: `SET lock_timeout = '1s'; before it, and try again when it runs out.`,
    });
  const [rule, what] = fallbacks[id] ?? ['scan', 'A table in use is worked through.'];
  return observedIssue(ownRules[rule], statement, {
    subject: `statement ${id}`,
    severity: 'advice',
    what,
    next: 'See what was observed of this statement, and split it so that the lock is short.',
  });
}
