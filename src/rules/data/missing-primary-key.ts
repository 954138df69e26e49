import type { Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import type { Dialect } from './dialect.ts';

export const missingPrimaryKey: Rule = {
  id: 'missing-primary-key',
  summary: 'A table has no primary key.',
  severity: 'warning',
  standards: ['splinter/0004', 'pg-index-health/tables_without_primary_key'],
  remedy: {
    title: 'Give the table a primary key',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'drop the constraint',
  },
  check: ({ data }) => {
    const dialect = dialectOf(data);
    // Every document of MongoDB has an _id, every row of SQLite a rowid.
    if (dialect === 'mongodb' || dialect === 'sqlite') return [];
    return data.tables
      .filter((table) => table.primaryKey === undefined && !isOfPrisma(table))
      .map((table) => fault(table, dialect));
  },
};

/** The table that Prisma makes for an implicit many-to-many relation; its shape is not the author's. */
const isOfPrisma = ({ name, columns }: Table): boolean =>
  name.startsWith('_') && columns.map((column) => column.name).join() === 'A,B';

const generatedKey: Readonly<Record<Dialect, string>> = {
  postgresql: 'bigint generated always as identity',
  mysql: 'bigint auto_increment',
  sqlserver: 'bigint identity',
  sqlite: 'integer',
  mongodb: 'bigint',
};

function fault(table: Table, dialect: Dialect): Fault {
  const columns = uniqueColumns(table);
  const target = tableName(dialect, table);
  return {
    subject: table.name,
    confidence: 'certain',
    what: `${table.name} has no primary key.`,
    why: 'Its rows cannot be named: a duplicate cannot be deleted alone, replication by rows refuses or crawls, and nothing can point at it.',
    next:
      columns === undefined
        ? `alter table ${target} add column id ${generatedKey[dialect]} primary key;`
        : `alter table ${target} add primary key (${columns.map((name) => identifier(dialect, name)).join(', ')});`,
    evidence: [{ kind: 'read', origin: table.origin }],
  };
}

/** Columns that name a row already: of a unique constraint, or of a unique index over all rows. */
function uniqueColumns({ uniques, indexes, columns }: Table): readonly string[] | undefined {
  const filled = (names: readonly string[]): boolean =>
    names.every((name) => columns.some((column) => column.name === name && !column.nullable));
  return [
    ...uniques.map((key) => key.columns),
    ...indexes.filter(({ unique, where }) => unique && where === undefined).map((index) => index.columns),
  ].find(filled);
}
