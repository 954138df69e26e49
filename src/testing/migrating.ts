import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Column, Table } from '../model/data.ts';
import type { LegacyData } from '../model/legacy-data.ts';
import type { Ledger, Placement } from '../model/migration.ts';
import { readLegacyDump } from '../sources/mysql-dump/legacy-dump.ts';
import { memorySource } from '../sources/repository/source.ts';

const origin = { kind: 'assumed', because: 'a test' } as const;

/** A column as `name type`, with ` null` where it may be empty and ` default …` at its end. */
export function column(text: string): Column {
  const [, name = '', type = '', isNull, given] = /^(\w+) (.+?)( null)?(?: default (.+))?$/.exec(text) ?? [];
  return {
    name,
    type,
    nullable: isNull !== undefined,
    ...(given !== undefined && { default: given }),
    origin,
  };
}

export const designed = (
  schema: string,
  name: string,
  columns: readonly string[],
  more: Partial<Table> = {},
): Table => ({
  schema,
  name,
  columns: columns.map(column),
  primaryKey: { columns: ['id'], origin },
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
  ...more,
});

export const refersTo = (name: string, table: string): Table['foreignKeys'][number] => ({
  columns: [name],
  references: { table, columns: ['id'] },
  onDelete: 'no action',
  onUpdate: 'no action',
  origin,
});

const moves = (to: readonly string[]): Placement => ({ kind: 'moves', to });

/** A ledger of `table`: targets and `table.column`: targets. */
export const ledgerOf = (places: Readonly<Record<string, readonly string[]>>): Ledger => {
  const part = (isColumn: boolean): Readonly<Record<string, Placement>> =>
    Object.fromEntries(
      Object.entries(places)
        .filter(([name]) => name.includes('.') === isColumn)
        .map(([name, to]) => [name, moves(to)]),
    );
  return { endpoints: {}, jobs: {}, rules: {}, tables: part(false), columns: part(true) };
};

/** A target to which the tables of a dump lead. */
export function migrating(
  data: LegacyData | undefined,
  tables: readonly Table[] = [],
  ledger: Ledger = ledgerOf({}),
): Backend {
  const target = emptyBackend('shop', 'designed');
  return {
    ...target,
    data: {
      ...target.data,
      engine: { name: 'postgresql', origin },
      schemas: [...new Set(tables.flatMap(({ schema }) => schema ?? []))],
      tables,
    },
    migration: {
      legacy: emptyBackend('shop', 'recovered'),
      plan: {
        plan: 'shop',
        legacy: { endpoints: {}, jobs: {}, tables: {}, rules: {} },
        contexts: [],
        target: { endpoints: [], jobs: [], tables: {} },
        ledger,
        steps: [],
      },
      ...(data !== undefined && { data }),
    },
  };
}

export async function legacyData(dump: string): Promise<LegacyData> {
  const data = await readLegacyDump(memorySource(new Map([['shop.sql', dump]])));
  if (data === undefined) throw new Error('the dump creates no table');
  return data;
}
