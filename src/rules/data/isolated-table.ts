import type { DataModel, Table } from '../../model/data.ts';
import type { Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { isBookkeeping, perTable, tablePlaces, tablesOf } from './pattern.ts';

export const isolatedTable: Rule = {
  id: 'isolated-table',
  summary: 'A table points at no other one, and none points at it.',
  severity: 'advice',
  standards: ['pg-index-health/tables_not_linked_to_others'],
  remedy: {
    title: 'Add the foreign keys the tables mean, drop what is left over',
    impact: 2,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'drop the constraints',
  },
  check: ({ data }) => {
    if (dialectOf(data) === 'mongodb' || data.tables.length === 1) return [];
    const linked = linkedTables(data);
    const alone = data.tables.filter(
      (table) => !linked.has(table) && !isBookkeeping(table) && table.comment === undefined,
    );
    return perTable(tablePlaces(alone), {
      apart: 2,
      confidence: 'possible',
      why: 'It is a leftover, stands for itself on purpose, or points at other tables without telling the database, which then keeps what points at nothing.',
      one: (table) => ({
        what: `${table.name} has no foreign key, and nothing points at it.`,
        next: nextOf(table),
      }),
      many: (found, tables) => ({
        what: `${tables} of ${data.tables.length} tables have no foreign key, and nothing points at them: ${tablesOf(found)}.`,
        next: 'For each: add the foreign keys its columns mean, note in a comment that it stands alone, or drop it when nothing reads it.',
      }),
    });
  },
};

function linkedTables(data: DataModel): ReadonlySet<Table> {
  const linked = new Set<Table>();
  const byName = new Map(
    data.tables.flatMap((table) => [
      [table.name, table],
      [`${table.schema ?? 'public'}.${table.name}`, table],
    ]),
  );
  for (const table of data.tables)
    for (const { references } of table.foreignKeys) {
      linked.add(table);
      const target = byName.get(references.table);
      if (target !== undefined) linked.add(target);
    }
  return linked;
}

function nextOf({ name, columns }: Table): string {
  const meant = columns.filter((column) => /(_id|Id|_uuid)$/.test(column.name)).map((column) => column.name);
  return meant.length > 0
    ? `Let ${meant.join(', ')} be ${meant.length === 1 ? 'a foreign key' : 'foreign keys'}, unless what ${meant.length === 1 ? 'it means' : 'they mean'} lives in another database.`
    : `Say in a comment on ${name} that it stands alone, or drop it when nothing reads it.`;
}
