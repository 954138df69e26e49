import type { Index, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, dropIndex } from './dialect.ts';
import type { Dialect } from './dialect.ts';

export const redundantIndex: Rule = {
  id: 'redundant-index',
  summary: 'An index is a prefix of another one and serves nothing of its own.',
  severity: 'advice',
  standards: ['splinter/0009'],
  remedy: {
    title: 'Drop the redundant index',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'create the index again concurrently',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      table.indexes.flatMap((index, at) => {
        const cover = coverOf(table, index, at);
        return cover === undefined ? [] : [fault(table, index, cover, dialectOf(data))];
      }),
    ),
};

/** What already finds the same rows in the same order: a key, or an index that goes on where this one ends. */
function coverOf(table: Table, index: Index, at: number): string | undefined {
  if (index.unique || index.where !== undefined || index.method !== 'btree') return undefined;
  const keys = [...(table.primaryKey === undefined ? [] : [table.primaryKey]), ...table.uniques];
  const key = keys.find(({ columns }) => startsWith(columns, index.columns));
  if (key !== undefined) return `the key on (${key.columns.join(', ')})`;
  const other = table.indexes.find(
    (candidate, place) =>
      place !== at &&
      candidate.where === undefined &&
      candidate.method === 'btree' &&
      startsWith(candidate.columns, index.columns) &&
      index.include.every((column) => candidate.include.includes(column)) &&
      (candidate.columns.length > index.columns.length || candidate.unique || place < at),
  );
  return other === undefined ? undefined : `${other.name} (${other.columns.join(', ')})`;
}

const startsWith = (columns: readonly string[], prefix: readonly string[]): boolean =>
  prefix.length > 0 && prefix.every((column, place) => columns[place] === column);

function fault(table: Table, index: Index, cover: string, dialect: Dialect): Fault {
  return {
    subject: `${table.name}.${index.name}`,
    confidence: 'certain',
    what: `${index.name} (${index.columns.join(', ')}) is covered by ${cover}.`,
    why: `Every write to ${table.name} maintains it, and no query needs it.`,
    next: dropIndex(dialect, table, index.name),
    evidence: [{ kind: 'read', origin: index.origin }],
  };
}
