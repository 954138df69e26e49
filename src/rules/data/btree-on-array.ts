import type { Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { btreeColumns, pathText } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const btreeOnArray: Rule = {
  id: 'btree-on-array',
  summary: 'An array is indexed as one value, so no element of it can be found.',
  severity: 'advice',
  standards: ['pg-index-health/btree_indexes_on_array_columns'],
  remedy: {
    title: 'Index the elements with GIN',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'create the b-tree again concurrently',
  },
  check: ({ data }) =>
    dialectOf(data) === 'postgresql'
      ? data.tables.flatMap((table) =>
          btreeColumns(table)
            .filter(({ column }) => column.type.endsWith('[]'))
            .map(({ path, column }) => fault(table, path, column.name)),
        )
      : [],
};

function fault(table: Table, path: AccessPath, column: string): Fault {
  const quoted = identifier('postgresql', column);
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: path.unique ? 'possible' : 'likely',
    what: `${pathText(path)} is a b-tree over the array ${column}.`,
    why: path.unique
      ? 'Arrays are compared as a whole and in order: {a,b} and {b,a} count as two different values, and an entry over 2704 bytes is refused.'
      : 'It finds rows whose whole array is equal, not those that hold an element (@>, &&, = any), and an entry over 2704 bytes makes the insert fail.',
    next: path.unique
      ? `Keep the elements sorted by a check, or move them to a table with a key over ${table.primaryKey?.columns.join(', ') ?? 'the row'} and the element.`
      : `create index concurrently on ${tableName('postgresql', table)} using gin (${quoted});`,
    evidence: [{ kind: 'read', origin: path.origin }],
  };
}
