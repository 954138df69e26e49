import type { ForeignKey, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { isNullable, keyText } from './references.ts';

export const halfEmptyForeignKey: Rule = {
  id: 'half-empty-foreign-key',
  summary: 'A foreign key of several columns is not checked when one of them is empty.',
  severity: 'advice',
  standards: ['pg-index-health/foreign_keys_with_null_values'],
  remedy: {
    title: 'Check the reference as a whole',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'put the former constraint back',
  },
  check: ({ data }) =>
    ['postgresql', 'mysql', 'sqlite'].includes(dialectOf(data))
      ? data.tables.flatMap((table) =>
          table.foreignKeys
            .filter((key) => isHalfEmpty(table, key))
            .map((key) => fault(table, key, dialectOf(data) === 'postgresql')),
        )
      : [],
};

/**
 * A column may be empty while others are not. An optional reference within a scope is left alone: the filled columns are
 * checked by a foreign key of their own, and the empty one says that there is no reference.
 */
function isHalfEmpty(table: Table, key: ForeignKey): boolean {
  if (key.columns.length < 2 || key.matchFull === true) return false;
  const empty = key.columns.filter((name) => isNullable(table, name));
  const filled = key.columns.filter((name) => !empty.includes(name));
  const isScope =
    filled.length > 0 && empty.length === 1 && filled.every((name) => isChecked(table, key, name));
  return empty.length > 0 && !isScope;
}

const isChecked = (table: Table, key: ForeignKey, name: string): boolean =>
  table.primaryKey?.columns.includes(name) === true ||
  table.foreignKeys.some(
    (other) => other !== key && other.columns.length < key.columns.length && other.columns.includes(name),
  );

function fault(table: Table, key: ForeignKey, isPostgres: boolean): Fault {
  const empty = key.columns.filter((name) => isNullable(table, name));
  const allEmpty = empty.length === key.columns.length;
  const target = tableName('postgresql', table);
  const columns = key.columns.map((name) => identifier('postgresql', name)).join(', ');
  const points = key.references.columns.map((name) => identifier('postgresql', name)).join(', ');
  const full = `alter table ${target} add foreign key (${columns}) references ${key.references.table} (${points}) match full not valid; validate it, then drop ${key.name ?? 'the former one'}.`;
  return {
    subject: keyText(table, key),
    confidence: allEmpty ? 'likely' : 'possible',
    what: `${keyText(table, key)} points at ${key.references.table}, and ${empty.join(', ')} may be empty.`,
    why: 'With MATCH SIMPLE, the default, one empty column switches the check off: the others may name a row that does not exist.',
    next: allEmpty
      ? isPostgres
        ? full
        : `Check that ${key.columns.join(', ')} are filled together or not at all.`
      : `alter table ${target} ${empty.map((name) => `alter column ${identifier('postgresql', name)} set not null`).join(', ')}; if the reference is optional, let all its columns be empty together${isPostgres ? ' and use match full' : ''}.`,
    evidence: [{ kind: 'read', origin: key.origin }],
  };
}
