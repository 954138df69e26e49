import { optionsOf } from '../lint/options.ts';
import { nameOfRelation } from '../lint/rule.ts';
import type { LintInput } from '../lint/rule.ts';
import { compareVersions } from '../lint/version.ts';
import type { Statement } from '../script/script.ts';
import { mainRelation } from '../trace/relations.ts';
import { ownIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import { ownRules } from './own-rules.ts';

/** Indexes built CONCURRENTLY on PostgreSQL 14.0 to 14.3; a version without its minor number is taken to be patched. */
export function corruptIndexes({ settings }: LintInput, statement: Statement): readonly Issue[] {
  const { pgVersion } = settings;
  const { node } = statement;
  const isFaulty =
    pgVersion.length > 1 && compareVersions(pgVersion, [14]) >= 0 && compareVersions(pgVersion, [14, 4]) < 0;
  const isConcurrent =
    ('IndexStmt' in node && node.IndexStmt.concurrent === true) ||
    ('ReindexStmt' in node &&
      optionsOf(node.ReindexStmt.params).some(({ defname }) => defname === 'concurrently'));
  if (!isFaulty || !isConcurrent) return [];
  const subject = nameOfRelation(mainRelation(node) ?? {}) || 'index';
  return [
    ownIssue(ownRules.corruptIndex, statement, {
      subject,
      severity: 'warning',
      what: `An index of ${subject} is built CONCURRENTLY on PostgreSQL ${pgVersion.join('.')}.`,
      next: 'Bring the server to the newest 14 first; check existing indexes with amcheck.',
    }),
  ];
}
