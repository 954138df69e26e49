import type { Table } from '../../model/data.ts';
import { generatedName } from '../sql-names.ts';

/**
 * Keys with names that PostgreSQL accepts: in MySQL each table has names of its own for them, in PostgreSQL they share
 * one space with the tables. A name that is met twice is written behind the name of its table.
 */
export function withKeyNames(tables: readonly Table[]): readonly Table[] {
  const met = new Map<string, number>();
  for (const name of tables.flatMap(namesOf)) met.set(name, (met.get(name) ?? 0) + 1);
  const isShared = (name: string): boolean => (met.get(name) ?? 0) > 1;
  return tables.map((table) => {
    const own = (name: string): string => (isShared(name) ? generatedName(table.name, [name], 'key') : name);
    return {
      ...table,
      uniques: table.uniques.map((key) => (key.name === undefined ? key : { ...key, name: own(key.name) })),
      indexes: table.indexes.map((index) => ({ ...index, name: own(index.name) })),
    };
  });
}

const namesOf = ({ name, uniques, indexes }: Table): readonly string[] => [
  name,
  ...uniques.flatMap((key) => key.name ?? []),
  ...indexes.map((index) => index.name),
];
