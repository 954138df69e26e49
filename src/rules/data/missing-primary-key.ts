import type { Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';

export const missingPrimaryKey: Rule = {
  id: 'missing-primary-key',
  summary: 'A table has no primary key.',
  severity: 'warning',
  standards: ['splinter/0004'],
  remedy: {
    title: 'Give the table a primary key',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'drop the constraint',
  },
  check: ({ data }) => data.tables.filter(({ primaryKey }) => primaryKey === undefined).map(fault),
};

function fault(table: Table): Fault {
  const [unique] = table.uniques;
  return {
    subject: table.name,
    confidence: 'certain',
    what: `${table.name} has no primary key.`,
    why: 'Its rows cannot be named: a duplicate cannot be deleted alone, logical replication refuses updates, and nothing can point at it.',
    next:
      unique === undefined
        ? `alter table ${table.name} add column id bigint generated always as identity primary key;`
        : `alter table ${table.name} add primary key (${unique.columns.join(', ')});`,
    evidence: [{ kind: 'read', origin: table.origin }],
  };
}
