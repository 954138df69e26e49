import type { Column, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { soleKeyColumn } from './references.ts';

export const narrowPrimaryKey: Rule = {
  id: 'narrow-primary-key',
  summary: 'A generated primary key ends at 2,147,483,647.',
  severity: 'advice',
  standards: ['squawk/prefer-bigint-over-int'],
  remedy: {
    title: 'Widen the key before it runs out',
    impact: 3,
    effort: { low: 0.5, high: 5 },
    risk: 'high',
    rollback: 'keep the old column until the swap is proved',
  },
  check: ({ data }) => {
    const dialect = dialectOf(data);
    // Numbers of SQLite have eight bytes whatever their type is called; MongoDB makes no such keys.
    if (dialect === 'sqlite' || dialect === 'mongodb') return [];
    return data.tables.flatMap((table) => {
      const column = narrowKey(table);
      return column === undefined ? [] : [fault(table, column, dialect)];
    });
  },
};

/** The only column of the primary key, when it counts by itself and is four bytes or fewer. */
function narrowKey(table: Table): Column | undefined {
  const column = soleKeyColumn(table);
  if (column === undefined) return undefined;
  const narrow = /^(smallint|int2|integer|int|int4|serial|smallserial|serial4|serial2)$/.test(column.type);
  const counts =
    column.type.includes('serial') ||
    column.generated !== undefined ||
    /nextval|autoincrement/.test(column.default ?? '');
  return narrow && counts ? column : undefined;
}

function fault(table: Table, column: Column, dialect: Dialect): Fault {
  return {
    subject: `${table.name}.${column.name}`,
    confidence: 'certain',
    what: `${table.name}.${column.name} counts in ${column.type}.`,
    why: 'After 2,147,483,647 numbers every insert fails; rolled back inserts use numbers up too. Widening a large table then takes a rewrite under lock.',
    next: `Widen it to bigint while the table is small: ${alterType(dialect, table, column.name, dialect === 'mysql' ? 'bigint auto_increment' : 'bigint')} and the foreign keys that point at it.`,
    evidence: [{ kind: 'read', origin: column.origin }],
  };
}
