import type { Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, leadsWith, pathText, plainPredicate } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, dropIndex } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const redundantIndex: Rule = {
  id: 'redundant-index',
  summary: 'An index is a prefix of another one and serves nothing of its own.',
  severity: 'advice',
  standards: ['pg-index-health/intersected_indexes'],
  remedy: {
    title: 'Drop the redundant index',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'create the index again concurrently',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) => {
      const paths = accessPaths(table);
      return paths.flatMap((path) => {
        const cover = paths.find((other) => other !== path && covers(other, path));
        return cover === undefined ? [] : [fault(table, path, cover, dialectOf(data))];
      });
    }),
};

/** A b-tree that goes on where this index ends, or carries more beside it; equal indexes are `duplicate-index`. */
function covers(other: AccessPath, path: AccessPath): boolean {
  if (path.unique || other.method !== 'btree' || !['btree', 'hash'].includes(path.method)) return false;
  if (plainPredicate(other.where) !== plainPredicate(path.where)) return false;
  const longer =
    other.columns.length > path.columns.length ||
    other.include.length > path.include.length ||
    path.method === 'hash';
  return (
    longer &&
    leadsWith(other.columns, path.columns) &&
    path.include.every((column) => [...other.include, ...other.columns].includes(column))
  );
}

function fault(table: Table, path: AccessPath, cover: AccessPath, dialect: Dialect): Fault {
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: 'certain',
    what: `${path.name} (${path.columns.join(', ')}) is covered by ${cover.kind === 'index' ? pathText(cover) : `the key on (${cover.columns.join(', ')})`}.`,
    why: `Every write to ${table.name} maintains it, and no query needs it.`,
    next: dropIndex(dialect, table, path.name),
    evidence: [{ kind: 'read', origin: path.origin }],
  };
}
