import type { Node } from 'libpg-query';
import { nameOfRelation } from '../lint/rule.ts';
import type { Effects } from '../trace/observation.ts';
import { mainRelation } from '../trace/relations.ts';
import type { Work } from './throughput.ts';

/** Work that a statement was seen to do on a table that was there before the migration. */
export interface SeenWork {
  readonly work: Work;
  readonly relation: string;
  /** Name of the index that is built. */
  readonly index?: string;
}

/** Work on tables in use that takes longer the larger they are. Reads of queries are not: their plan hangs on the size. */
export function worksOf(effects: Effects, node: Node): readonly SeenWork[] {
  if ('TruncateStmt' in node) return [];
  if ('UpdateStmt' in node || 'DeleteStmt' in node) return changesOf(effects, node);
  if ('InsertStmt' in node || 'MergeStmt' in node || 'SelectStmt' in node) return [];
  const rewritten = effects.rewrites.filter(({ existing }) => existing);
  const tables: readonly SeenWork[] = rewritten
    .filter(({ kind }) => kind === 'r' || kind === 'm')
    .map(({ relation }) => ({ work: 'rewrite', relation }));
  const indexes = [...indexesOf(effects)];
  // Each index that is built reads the table; CONCURRENTLY reads it once more.
  const scans = effects.scans.filter(
    ({ relation, existing, times }) =>
      existing &&
      !tables.some((table) => table.relation === relation) &&
      times > indexes.filter((index) => index.relation === relation).length,
  );
  return [...tables, ...indexes, ...scans.map((scan) => scanOf(scan.relation, effects, node))];
}

function* indexesOf({ rewrites, newIndexes }: Effects): Generator<SeenWork> {
  for (const { kind, existing, relation, table } of rewrites)
    if (kind === 'i' && existing && table !== undefined)
      yield { work: 'index', relation: table, index: relation };
  for (const { kind, existing, name, table } of newIndexes)
    if (kind === 'i' && existing) yield { work: 'index', relation: table, index: name };
}

/** A foreign key is validated by joining the table to the one it refers to, which is read beside it. */
function scanOf(relation: string, { notices, scans }: Effects, node: Node): SeenWork {
  const joins = notices.some((notice) => notice.startsWith('validating foreign key constraint'));
  const main = nameOfRelation(mainRelation(node) ?? {}).replace(/^public\./, '');
  const isReferring = relation === main || !scans.some((scan) => scan.relation === main);
  return { work: joins && isReferring ? 'foreign key' : 'scan', relation };
}

/** Only a statement without a condition is known to reach every row. */
function changesOf({ rows }: Effects, node: Node): readonly SeenWork[] {
  const change = 'UpdateStmt' in node ? node.UpdateStmt : 'DeleteStmt' in node ? node.DeleteStmt : undefined;
  if (change === undefined || change.whereClause !== undefined) return [];
  return rows
    .filter(({ existing, updated, deleted }) => existing && updated + deleted > 0)
    .map(({ relation }) => ({ work: 'change', relation }));
}
