import type { Table } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';

/** `public.orders.total`: where in the catalogue a value was read. */
export const atCatalogue = (...names: readonly string[]): Origin => ({
  kind: 'catalog',
  object: names.join('.'),
});

/** A table whose every part says that the catalogue told it. */
export function atTable(table: Table): Table {
  const names = [table.schema ?? 'public', table.name];
  const origin = atCatalogue(...names);
  const part = <T extends { readonly name?: string }>(each: T): T & { readonly origin: Origin } => ({
    ...each,
    origin: each.name === undefined ? origin : atCatalogue(...names, each.name),
  });
  return {
    ...table,
    columns: table.columns.map(part),
    ...(table.primaryKey !== undefined && { primaryKey: part(table.primaryKey) }),
    uniques: table.uniques.map(part),
    indexes: table.indexes.map(part),
    foreignKeys: table.foreignKeys.map(part),
    checks: table.checks.map(part),
    ...(table.partitions !== undefined && {
      partitions: table.partitions.map((each) => ({ ...part(each), indexes: each.indexes.map(part) })),
    }),
    origin,
  };
}
