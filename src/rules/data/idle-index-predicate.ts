import type { Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, pathText, plainPredicate } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const idleIndexPredicate: Rule = {
  id: 'idle-index-predicate',
  summary: 'A partial index leaves out empty values of a column that cannot be empty.',
  severity: 'advice',
  standards: ['pg-index-health/indexes_with_unnecessary_where_clause'],
  remedy: {
    title: 'Drop the predicate that leaves nothing out',
    impact: 1,
    effort: { low: 0.1, high: 0.2 },
    risk: 'low',
    rollback: 'create the former index again concurrently',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mysql'
      ? []
      : data.tables.flatMap((table) =>
          accessPaths(table).flatMap((path) => {
            const column = idleColumn(table, path);
            return column === undefined ? [] : [fault(table, path, column)];
          }),
        ),
};

const idleColumn = (table: Table, { where }: AccessPath): string | undefined =>
  table.columns.find(
    ({ name, nullable }) =>
      !nullable &&
      ` ${plainPredicate(where).replaceAll(/[()]/g, ' ')} `.includes(` ${name.toLowerCase()} is not null `),
  )?.name;

function fault(table: Table, path: AccessPath, column: string): Fault {
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: 'certain',
    what: `${pathText(path)}: ${column} is not null in every row.`,
    why: 'The condition leaves no row out, and a query must be shown to imply it before the planner uses the index.',
    next: `Make the index without "${column} is not null" and drop ${path.name}.`,
    evidence: [{ kind: 'read', origin: path.origin }],
  };
}
