import type { Column, DataModel, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';

export const unconstrainedStatus: Rule = {
  id: 'unconstrained-status',
  summary: 'A status column accepts any text.',
  severity: 'advice',
  standards: ['CWE-20'],
  remedy: {
    title: 'Let the database know the states',
    impact: 2,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'drop the constraint',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      table.columns
        .filter((column) => isStatus(column) && !isBounded(column, table, data))
        .map((column) => fault(table, column)),
    ),
};

const isStatus = ({ name, type }: Column): boolean =>
  /(^|_)(status|state)$/.test(name.toLowerCase()) &&
  /^(text|varchar|character varying|character|char)\b/.test(type);

/** A check that names the column, a lookup table behind a foreign key, or an enum type. */
const isBounded = ({ name, type }: Column, table: Table, { enums }: DataModel): boolean =>
  enums.some((known) => known.name === type) ||
  table.checks.some(({ sql }) => new RegExp(`\\b${name}\\b`, 'i').test(sql)) ||
  table.foreignKeys.some(({ columns }) => columns.includes(name));

function fault(table: Table, column: Column): Fault {
  return {
    subject: `${table.name}.${column.name}`,
    confidence: 'likely',
    what: `${table.name}.${column.name} is ${column.type} without a check, an enum or a lookup table.`,
    why: 'A misspelt state is stored like any other; code that switches over the states then falls through for those rows.',
    next: `alter table ${table.name} add constraint ${table.name}_${column.name}_known check (${column.name} in ('…')) not valid; then validate constraint.`,
    evidence: [{ kind: 'read', origin: column.origin }],
  };
}
