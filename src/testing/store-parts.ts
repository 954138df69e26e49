import type { Column, ColumnStatistics, ForeignKey, Index, Table } from '../model/data.ts';
import type { Origin, Quantity } from '../model/origin.ts';

/** Building blocks of the store's data model. */
export const origin: Origin = { kind: 'assumed', because: 'test data' };
export const rows = (value: number): Quantity => ({ value, unit: 'rows', origin });

export const stats = (
  distinct: number,
  averageWidth: number,
  more: Partial<ColumnStatistics> = {},
): { readonly statistics: ColumnStatistics } => ({
  statistics: { distinct, averageWidth, nullFraction: 0, correlation: 0, ...more },
});

export function column(name: string, type: string, more: Partial<Column> = {}): Column {
  return { name, type, nullable: false, origin, ...more };
}

export const id = column('id', 'uuid', { default: 'uuidv7()', ...stats(-1, 16, { correlation: 1 }) });
export const created = column('created_at', 'timestamp with time zone', {
  default: 'now()',
  ...stats(-1, 8, {
    correlation: 1,
    histogram: [
      '2025-01-01 00:00:00+00',
      '2025-04-02 00:00:00+00',
      '2025-07-02 00:00:00+00',
      '2025-12-31 23:00:00+00',
    ],
  }),
});

export function reference(table: string, on: string, to: string, more: Partial<ForeignKey> = {}): ForeignKey {
  return {
    name: `${table}_${on}_fkey`,
    columns: [on],
    references: { table: to, columns: ['id'] },
    onDelete: 'restrict',
    onUpdate: 'no action',
    origin,
    ...more,
  };
}

export function index(name: string, columns: readonly string[], more: Partial<Index> = {}): Index {
  return { name, columns, include: [], unique: false, method: 'btree', serves: [], origin, ...more };
}

export function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name,
    columns: [id, ...columns, created],
    primaryKey: { name: `${name}_pkey`, columns: ['id'], origin },
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    origin,
    ...more,
  };
}

export const me = "nullif(current_setting('app.user_id', true), '')::uuid";
export const owned = (name: string, using: string): NonNullable<Table['rowSecurity']> => ({
  enabled: true,
  forced: true,
  policies: [
    {
      name: `${name}_owner`,
      command: 'all',
      roles: ['store_app'],
      using,
      withCheck: using,
      permissive: true,
      origin,
    },
    {
      name: `${name}_support`,
      command: 'select',
      roles: ['store_support'],
      using: 'true',
      permissive: true,
      origin,
    },
  ],
});
