import { writesOf } from '../../artifacts/sql-writes.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query, Table } from '../../model/data.ts';
import type { EntryUse, LegacyInventory, LegacyTable, TargetInventory } from '../../model/migration.ts';
import { tableNames } from '../coupling/table-names.ts';
import type { TableNames } from '../coupling/table-names.ts';
import { rulesOf } from '../ledger/rules-of.ts';

export const tableId = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined ? name : `${schema}.${name}`;

/**
 * What a recovered backend has, by id. Where a statement cannot be read closely it is taken to use more than it may:
 * all columns of its tables, and of a statement of unknown kind all tables are taken as written.
 */
export function inventoryOf({
  api,
  data,
  processes,
}: Pick<Backend, 'api' | 'data' | 'processes'>): LegacyInventory {
  const tables = new Map(data.tables.map((table) => [tableId(table), table]));
  const named = tableNames(data.tables);
  const useOf = (id: string): EntryUse => {
    const uses = data.queries
      .filter(({ reachedBy, operation }) => operation === id || (reachedBy ?? []).includes(id))
      .map((query) => queryUse(query, tables, named));
    return {
      reads: [...new Set(uses.flatMap(({ reads }) => reads))].toSorted(),
      writes: [...new Set(uses.flatMap(({ writes }) => writes))].toSorted(),
    };
  };
  const byUse = (ids: readonly string[]): Readonly<Record<string, EntryUse>> =>
    Object.fromEntries(ids.map((id) => [id, useOf(id)]));
  return {
    endpoints: byUse(api.endpoints.map(({ id }) => id)),
    jobs: byUse(processes.jobs.map(({ id }) => id)),
    tables: Object.fromEntries([...tables].map(([id, table]) => [id, legacyTable(table)])),
    rules: Object.fromEntries(rulesOf({ api, data }).map(({ id, says }) => [id, says])),
  };
}

const legacyTable = ({ columns, primaryKey, rows }: Table): LegacyTable => ({
  columns: columns.map(({ name }) => name),
  // A reader may have lost a column that a migration made anew.
  ...(primaryKey !== undefined &&
    primaryKey.columns.every((key) => columns.some(({ name }) => name === key)) && {
      key: primaryKey.columns,
    }),
  ...(rows !== undefined && { rows: rows.value }),
});

export const targetOf = ({
  api,
  data,
  processes,
}: Pick<Backend, 'api' | 'data' | 'processes'>): TargetInventory => ({
  endpoints: api.endpoints.map(({ id }) => id),
  jobs: processes.jobs.map(({ id }) => id),
  tables: Object.fromEntries(
    data.tables.map((table) => [tableId(table), table.columns.map(({ name }) => name)]),
  ),
});

function queryUse(query: Query, tables: ReadonlyMap<string, Table>, named: TableNames): EntryUse {
  const known = [...new Set(query.tables.map(named))].filter((table) => tables.has(table));
  const written = writtenBy(query, known, named);
  const isOnlyAdded = query.kind === 'insert';
  const read = known.filter((table) => !isOnlyAdded || !written.includes(table));
  return { reads: read.flatMap((table) => columnsRead(query, table, tables.get(table))), writes: written };
}

function writtenBy(query: Query, known: readonly string[], named: TableNames): readonly string[] {
  if (query.kind === 'select') return [];
  const bare = query.sql.replaceAll(/[`"]/g, '');
  const said = query.tables.filter((name) => writesOf(bare, name).length > 0).map(named);
  const written = known.filter((table) => said.includes(table) || writesOf(bare, table).length > 0);
  return written.length > 0 ? written : known;
}

/** Columns that the text names as words; the whole table where it asks for all, or where it is no text of the code. */
function columnsRead({ sql, orm }: Query, id: string, table: Table | undefined): readonly string[] {
  if (table === undefined || orm !== undefined || /(?:select|,|\.)\s*\*/i.test(sql)) return [id];
  const words = new Set(sql.match(/\w+/g));
  const named = table.columns.filter(({ name }) => words.has(name)).map(({ name }) => `${id}.${name}`);
  return named.length > 0 ? named : [id];
}
