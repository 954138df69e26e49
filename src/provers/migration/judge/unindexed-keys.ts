import { quoteName, quoteNames, sqlName } from '../../../artifacts/sql-names.ts';
import { objectName } from '../../../model/object-name.ts';
import type { Script } from '../script/script.ts';
import { effectsOf } from '../trace/observation.ts';
import type { Trace } from '../trace/trace.ts';
import { observedIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import { ownRules } from './own-rules.ts';

/** Foreign keys of tables the migration touches that have no index when it is done. */
export function unindexedKeys(script: Script, trace: Trace): readonly Issue[] {
  return trace.unindexedKeys.flatMap(({ relation, columns, references, existing }) => {
    const touching = trace.observations.findLast((observation) => {
      const effects = effectsOf(observation);
      return (
        effects?.taken.some((lock) => lock.relation === relation && lock.mode !== 'AccessShareLock') ===
          true || effects?.constraints.some((constraint) => constraint.relation === relation) === true
      );
    });
    const statement = touching === undefined ? undefined : script.statements[touching.statement.index];
    if (statement === undefined) return [];
    const index = quoteName(objectName(relation.split('.').at(-1) ?? relation, columns.join('_'), 'idx'));
    return [
      observedIssue(ownRules.unindexedKey, statement, {
        subject: `${relation}.${columns.join(',')}`,
        severity: 'advice',
        what: `${relation}(${columns.join(', ')}) points at ${references}, and no index leads with it.`,
        next: `CREATE INDEX CONCURRENTLY ${index} ON ${sqlName(relation)} (${quoteNames(columns)});`,
        ...(existing && { standards: ['eugene/E15'] }),
      }),
    ];
  });
}
