import type { Node, RangeVar } from 'libpg-query';
import { isVacuumFull, vacuumedTables } from '../options.ts';
import { nameOfRelation } from '../rule.ts';
import type { LintRule } from '../rule.ts';
import { compareVersions } from '../version.ts';

/** Tables that CLUSTER or VACUUM FULL names; undefined for any other statement. */
function rewrittenTables(node: Node): readonly RangeVar[] | undefined {
  if ('ClusterStmt' in node) return [node.ClusterStmt.relation ?? []].flat();
  return 'VacuumStmt' in node && isVacuumFull(node) ? vacuumedTables(node.VacuumStmt) : undefined;
}

export const preferRepack: LintRule = {
  id: 'prefer-repack',
  summary: 'A table is rewritten by a command that locks it, where REPACK would not (PostgreSQL 19).',
  concern: 'lock',
  severity: 'warning',
  why: 'CLUSTER and VACUUM FULL copy the table while nobody can read or write it.',
  standards: [],
  check: ({ script, settings }) => {
    if (compareVersions(settings.pgVersion, [19]) < 0) return [];
    return script.statements.flatMap(({ node, index, start }) => {
      const relations = rewrittenTables(node);
      if (relations === undefined) return [];
      const subject = relations.map(nameOfRelation).join(',') || 'database';
      return [
        {
          statement: index,
          at: start,
          subject,
          what: `${'ClusterStmt' in node ? 'CLUSTER' : 'VACUUM FULL'} rewrites ${subject} under its strongest lock.`,
          next: `REPACK (CONCURRENTLY) ${subject};`,
        },
      ];
    });
  },
};
