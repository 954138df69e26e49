import type { Table } from '../../model/data.ts';

/** The name under which a table is known, for the name by which a statement or a key calls it. */
export type TableNames = (name: string) => string;

export const qualifiedName = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** Statements may leave the schema out, and MySQL on some systems does not tell upper from lower case. */
export function tableNames(tables: readonly Table[]): TableNames {
  const exact = new Set(tables.map(qualifiedName));
  const loose = new Map<string, string | undefined>();
  for (const table of tables)
    for (const key of new Set([table.name.toLowerCase(), qualifiedName(table).toLowerCase()]))
      loose.set(key, loose.has(key) ? undefined : qualifiedName(table));
  return (name) => (exact.has(name) ? name : (loose.get(name.toLowerCase()) ?? name));
}
