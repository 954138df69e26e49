import type { Check, ForeignKey, Key, Table } from '../model/data.ts';
import { generatedName } from './sql-names.ts';

/** Constraints of a table under the names they have in the database, given or as PostgreSQL would generate them. */
export interface NamedConstraints {
  readonly primaryKey?: Key & { readonly name: string };
  readonly uniques: readonly (Key & { readonly name: string })[];
  readonly checks: readonly (Check & { readonly name: string })[];
  readonly foreignKeys: readonly (ForeignKey & { readonly name: string })[];
}

/** Names every constraint of a table; a second one of the same name gets a number, as PostgreSQL does. */
export function namedConstraints(table: Table): NamedConstraints {
  const taken = new Set<string>();
  const free = (wanted: string): string => {
    let name = wanted;
    for (let n = 1; taken.has(name); n++) name = `${wanted}${n}`;
    taken.add(name);
    return name;
  };
  const named = <T extends { readonly name?: string }>(item: T, fallback: string): T & { name: string } => ({
    ...item,
    name: free(item.name ?? fallback),
  });
  const { primaryKey } = table;
  const key = primaryKey && named(primaryKey, generatedName(table.name, [], 'pkey'));
  return {
    ...(key === undefined ? {} : { primaryKey: key }),
    uniques: table.uniques.map((item) => named(item, generatedName(table.name, item.columns, 'key'))),
    checks: table.checks.map((item) => named(item, generatedName(table.name, [], 'check'))),
    foreignKeys: table.foreignKeys.map((item) =>
      named(item, generatedName(table.name, item.columns, 'fkey')),
    ),
  };
}
