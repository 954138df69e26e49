import type { ForeignKey, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { isNullable } from './references.ts';

export const duplicateForeignKey: Rule = {
  id: 'duplicate-foreign-key',
  summary: 'A foreign key says what another one of the table says already.',
  severity: 'advice',
  standards: ['pg-index-health/duplicated_foreign_keys'],
  remedy: {
    title: 'Drop the duplicate foreign key',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'add the constraint again, not valid, and validate it',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      table.foreignKeys.flatMap((key, at) => {
        const other = table.foreignKeys.find(
          (one, place) => place !== at && says(table, one, key, place < at),
        );
        return other === undefined ? [] : [fault(table, key, other, dialectOf(data))];
      }),
    ),
};

const pairs = ({ columns, references }: ForeignKey): readonly string[] =>
  columns.map((name, at) => `${name}\n${references.columns[at] ?? ''}`);

/**
 * Whether `other` holds all that `key` holds: of two that are equal the earlier one is kept. A longer one does not
 * where one of its further columns may be empty: it is not checked then.
 */
function says(table: Table, other: ForeignKey, key: ForeignKey, isEarlier: boolean): boolean {
  if (other.references.table !== key.references.table) return false;
  const further = other.columns.filter((name) => !key.columns.includes(name));
  if (further.some((name) => isNullable(table, name))) return false;
  const more = pairs(other);
  const covers = pairs(key).every((pair) => more.includes(pair));
  return covers && (more.length > key.columns.length || isEarlier);
}

function fault(table: Table, key: ForeignKey, other: ForeignKey, dialect: Dialect): Fault {
  const columns = key.columns.join(', ');
  const actions =
    key.onDelete === other.onDelete ? '' : ` They disagree on delete: ${key.onDelete} and ${other.onDelete}.`;
  return {
    subject: `${tableSubject(table)}(${columns})${key.name === undefined ? '' : ` ${key.name}`}`,
    confidence: 'certain',
    what: `${key.name ?? `the foreign key (${columns})`} says of ${columns} what ${other.name ?? `the foreign key (${other.columns.join(', ')})`} says${other.columns.length > key.columns.length ? ` of ${other.columns.join(', ')}` : ''}.`,
    why: `Each write is checked twice against ${key.references.table}, and each delete there looks for rows twice.${actions}`,
    next: `alter table ${tableName(dialect, table)} drop ${dialect === 'mysql' ? 'foreign key' : 'constraint'} ${identifier(dialect, key.name ?? `${table.name}_${key.columns.join('_')}_fkey`)};`,
    evidence: [
      { kind: 'read', origin: key.origin },
      { kind: 'read', origin: other.origin },
    ],
  };
}
