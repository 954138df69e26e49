import type { ForeignKey, Index, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { plainPredicate } from './access-paths.ts';
import { createIndex, dialectOf, leavesForeignKeysUnindexed } from './dialect.ts';
import type { Dialect } from './dialect.ts';

export const unindexedForeignKey: Rule = {
  id: 'unindexed-foreign-key',
  summary: 'A foreign key has no index that leads with its columns.',
  severity: 'warning',
  standards: ['splinter/0001', 'pg-index-health/foreign_keys_without_index', 'CWE-1067'],
  remedy: {
    title: 'Index the foreign key',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'drop index concurrently',
  },
  check: ({ data }) =>
    leavesForeignKeysUnindexed(data)
      ? data.tables.flatMap((table) =>
          table.foreignKeys
            .filter((key) => !isServed(table, key.columns))
            .map((key) => fault(table, key, dialectOf(data))),
        )
      : [],
};

/** Whether the table's keys and indexes can find rows by these columns: in any order, as the leading ones. */
function isServed(table: Table, columns: readonly string[]): boolean {
  const leading: readonly (readonly string[])[] = [
    ...(table.primaryKey === undefined ? [] : [table.primaryKey.columns]),
    ...table.uniques.map((key) => key.columns),
    ...table.indexes.filter((index) => servesAll(index, columns)).map((index) => index.columns),
  ];
  return leading.some((found) => columns.every((column) => found.slice(0, columns.length).includes(column)));
}

/**
 * A partial index serves only its part, and only b-tree and hash find equal values cheaply. Rows without a reference
 * are never looked for: an index over the others has all there is to find.
 */
function servesAll({ where, method }: Index, columns: readonly string[]): boolean {
  if (method !== 'btree' && method !== 'hash') return false;
  const parts = plainPredicate(where).split(/ and /);
  return (
    where === undefined ||
    parts.every((part) =>
      columns.some((name) => plainPredicate(part) === `${name.toLowerCase()} is not null`),
    )
  );
}

function fault(table: Table, key: ForeignKey, dialect: Dialect): Fault {
  const columns = key.columns.join(', ');
  const { table: target } = key.references;
  return {
    subject: `${table.name}(${columns})`,
    confidence: 'certain',
    what: `${table.name}(${columns}) points at ${target}, and no index leads with it.`,
    why: `Each delete or key update on ${target} scans all of ${table.name} while it holds its locks.`,
    next: createIndex(dialect, table, key.columns),
    evidence: [{ kind: 'read', origin: key.origin }],
  };
}
