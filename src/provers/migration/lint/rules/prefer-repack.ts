import { isVacuumFull } from '../options.ts';
import { nameOfRelation } from '../rule.ts';
import type { LintRule } from '../rule.ts';
import { compareVersions } from '../version.ts';

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
      const isCluster = 'ClusterStmt' in node;
      if (!isCluster && !isVacuumFull(node)) return [];
      const relations = isCluster
        ? [node.ClusterStmt.relation ?? []].flat()
        : 'VacuumStmt' in node
          ? (node.VacuumStmt.rels ?? []).flatMap((relation) =>
              'VacuumRelation' in relation ? (relation.VacuumRelation.relation ?? []) : [],
            )
          : [];
      const subject = relations.map(nameOfRelation).join(',') || 'database';
      return [
        {
          statement: index,
          at: start,
          subject,
          what: `${isCluster ? 'CLUSTER' : 'VACUUM FULL'} rewrites ${subject} under its strongest lock.`,
          next: `REPACK (CONCURRENTLY) ${subject};`,
        },
      ];
    });
  },
};
