import type { DataModel, ForeignKey, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { columnNamed, keysOf, keyText, sameSet, targetOf } from './references.ts';

export const foreignKeyToNonKey: Rule = {
  id: 'foreign-key-to-non-key',
  summary: 'A foreign key points at columns that are no key of their table.',
  severity: 'warning',
  standards: [],
  remedy: {
    title: 'Point the foreign key at a key',
    impact: 4,
    effort: { low: 0.3, high: 2 },
    risk: 'medium',
    rollback: 'drop the added key',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb'
      ? []
      : data.tables.flatMap((table) =>
          table.foreignKeys.flatMap((key) => {
            const target = targetOf(data, key);
            return target === undefined || isKey(target, key) ? [] : [fault(data, table, key, target)];
          }),
        ),
};

/** Columns that are not known may be a key; a key whose columns are not told points at the primary key. */
const isKey = (target: Table, { references: { columns } }: ForeignKey): boolean =>
  columns.length === 0 ||
  columns.some((name) => columnNamed(target, name) === undefined) ||
  keysOf(target).some((key) => sameSet(key, columns));

function fault(data: DataModel, table: Table, key: ForeignKey, target: Table): Fault {
  const dialect = dialectOf(data);
  const columns = key.references.columns;
  const list = columns.map((name) => identifier(dialect, name)).join(', ');
  const engines = {
    postgresql: 'PostgreSQL refuses the constraint: there is no unique constraint matching given keys.',
    mysql:
      'InnoDB accepts it, and one row then points at several: which of them a cascade follows is undefined.',
    sqlite: 'SQLite accepts the table and refuses each change of the target: foreign key mismatch.',
    sqlserver:
      'SQL Server refuses the constraint: there are no primary or candidate keys in the referenced table.',
    mongodb: '',
  };
  return {
    subject: keyText(table, key),
    confidence: 'likely',
    what: `${keyText(table, key)} points at ${key.references.table}(${columns.join(', ')}), which is no primary or unique key.`,
    why: engines[dialect],
    next: `alter table ${tableName(dialect, target)} add unique (${list}); or point at ${target.primaryKey?.columns.join(', ') ?? 'its primary key'} instead.`,
    evidence: [
      { kind: 'read', origin: key.origin },
      { kind: 'read', origin: target.origin },
    ],
  };
}
