import type { IndexStmt, ReindexStmt } from 'libpg-query';
import { optionsOf } from '../options.ts';
import { commandHit, commandsOf, droppedNames } from '../parts.ts';
import { nameOfRelation } from '../rule.ts';
import type { Hit, LintRule } from '../rule.ts';
import { withTransaction } from '../transactions.ts';

/** The index, or the columns it is on when PostgreSQL names it. */
function indexName({ idxname, relation, indexParams = [] }: IndexStmt): string {
  if (idxname !== undefined) return idxname;
  const columns = indexParams.flatMap((node) =>
    'IndexElem' in node ? [node.IndexElem.name ?? 'expression'] : [],
  );
  return `${relation === undefined ? '' : nameOfRelation(relation)}(${columns.join(',')})`;
}

export const requireConcurrentIndexCreation: LintRule = {
  id: 'require-concurrent-index-creation',
  summary: 'An index is built while the table cannot be written to.',
  concern: 'lock',
  severity: 'warning',
  why: 'All writes wait until the index is complete.',
  standards: ['strong_migrations/add_index'],
  check: ({ script, madeInTransaction }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('IndexStmt' in node)) return [];
      const { IndexStmt: statement } = node;
      const { relation, concurrent } = statement;
      if (concurrent === true || madeInTransaction.has(relation?.relname ?? '')) return [];
      const table = relation === undefined ? '' : nameOfRelation(relation);
      return [
        {
          statement: index,
          at: start,
          subject: indexName(statement),
          what: `An index is built on ${table} without CONCURRENTLY.`,
          next: 'CREATE INDEX CONCURRENTLY, outside a transaction.',
        },
      ];
    }),
};

export const banConcurrentIndexCreationInTransaction: LintRule = {
  id: 'ban-concurrent-index-creation-in-transaction',
  summary: 'CREATE INDEX CONCURRENTLY stands inside a transaction.',
  concern: 'failure',
  severity: 'warning',
  why: 'PostgreSQL refuses it there, and the migration stops.',
  standards: [],
  check: ({ script, settings }) => {
    const hits: Hit[] = [];
    for (const { statement, inside } of withTransaction(script, settings.assumeInTransaction)) {
      const { node, index, start } = statement;
      if (!inside || !('IndexStmt' in node) || node.IndexStmt.concurrent !== true) continue;
      const subject = indexName(node.IndexStmt);
      const word = /\bconcurrently\b/i.exec(script.text.slice(start, statement.end))?.index ?? 0;
      hits.push({
        statement: index,
        at: start + word,
        subject,
        what: `${subject} is built CONCURRENTLY inside a transaction.`,
        next: 'Move it to a migration of its own that runs outside a transaction.',
      });
    }
    return script.statements.length > 1 ? hits : [];
  },
};

export const requireConcurrentIndexDeletion: LintRule = {
  id: 'require-concurrent-index-deletion',
  summary: 'An index is dropped while nobody can use the table.',
  concern: 'lock',
  severity: 'warning',
  why: 'DROP INDEX waits for every running query on the table, and all later ones wait behind it.',
  standards: ['strong_migrations/remove_index'],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('DropStmt' in node) || node.DropStmt.removeType !== 'OBJECT_INDEX') return [];
      if (node.DropStmt.concurrent === true) return [];
      const names = droppedNames(node.DropStmt);
      return [
        {
          statement: index,
          at: start,
          subject: names.join(','),
          what: `${names.join(', ')} is dropped without CONCURRENTLY.`,
          next: `DROP INDEX CONCURRENTLY, outside a transaction.`,
        },
      ];
    }),
};

const targets: Readonly<Record<string, string>> = {
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
};

function reindexed({ relation, name, kind }: ReindexStmt): string {
  if (relation !== undefined) return nameOfRelation(relation);
  return name ?? `the ${targets[kind ?? ''] ?? 'database'}`;
}

export const requireConcurrentReindex: LintRule = {
  id: 'require-concurrent-reindex',
  summary: 'An index is built anew while the table cannot be written to.',
  concern: 'lock',
  severity: 'warning',
  why: 'Writes wait until the index is complete, and so do reads that would use it.',
  standards: [],
  check: ({ script }) =>
    script.statements.flatMap(({ node, index, start }) => {
      if (!('ReindexStmt' in node) || node.ReindexStmt.kind === 'REINDEX_OBJECT_SYSTEM') return [];
      if (optionsOf(node.ReindexStmt.params).some(({ defname }) => defname === 'concurrently')) return [];
      const subject = reindexed(node.ReindexStmt);
      return [
        {
          statement: index,
          at: start,
          subject,
          what: `${subject} is reindexed without CONCURRENTLY.`,
          next: 'REINDEX (CONCURRENTLY), outside a transaction.',
        },
      ];
    }),
};

export const requireConcurrentPartitionDetach: LintRule = {
  id: 'require-concurrent-partition-detach',
  summary: 'A partition is detached while nobody can use the table.',
  concern: 'lock',
  severity: 'warning',
  why: 'The lock on the whole partitioned table waits for every running query, and all later ones wait behind it.',
  standards: [],
  check: (input) =>
    commandsOf(input).flatMap((command) => {
      const { subtype, def } = command.command;
      if (subtype !== 'AT_DetachPartition' || def === undefined || !('PartitionCmd' in def)) return [];
      const { concurrent, name } = def.PartitionCmd;
      if (concurrent === true) return [];
      const partition = name === undefined ? '' : nameOfRelation(name);
      return [
        commandHit(command, partition, {
          what: `${partition} is detached from ${nameOfRelation(command.alter.table)} without CONCURRENTLY.`,
          next: 'DETACH PARTITION … CONCURRENTLY, outside a transaction.',
        }),
      ];
    }),
};
