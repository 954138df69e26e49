import { words } from '../../artifacts/words.ts';
import type { Table } from '../../model/data.ts';
import { compareText } from '../../model/text.ts';

/** The name under which a table is known, for the name by which a statement or a key calls it. */
export type TableNames = (name: string) => string;

export const qualifiedName = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** Stands in a statement for text that is put together when it runs: the prefix of all tables of an installation. */
export const unreadPrefix = /^(?:unknown_part|\{[^{}]*\})+_?/;

/** What a server tells of itself, which no application owns; `dual` stands for no table. */
export const isCatalogue = (table: string): boolean =>
  /^(information_schema|performance_schema|mysql|sys|pg_catalog)\.|^(pg_|sqlite_)|^dual$/i.test(table);

/** What a table is called without its schema, in words. */
export const wordsOfTable = (table: string): readonly string[] =>
  words(table.slice(table.lastIndexOf('.') + 1));

/**
 * The first word of nearly all tables (`wp_posts`, `wp_users`): it names the installation, nothing else. Nearly all are
 * four in five, and at least four.
 */
export function sharedPrefix(tables: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const [first, ...rest] of tables.map(wordsOfTable))
    if (first !== undefined && rest.length > 0) counts.set(first, (counts.get(first) ?? 0) + 1);
  const [most] = [...counts].toSorted(([a, x], [b, y]) => y - x || compareText(a, b));
  return most !== undefined && most[1] >= 4 && most[1] >= 0.8 * tables.length ? most[0] : undefined;
}

/**
 * Statements may leave the schema out or put an unread prefix before a name, and MySQL on some systems does not tell
 * upper from lower case; a framework puts the prefix of the installation before names by itself. A name of which nothing was
 * read is empty.
 */
export function tableNames(tables: readonly Table[]): TableNames {
  const exact = new Set(tables.map(qualifiedName));
  const loose = new Map<string, string | undefined>();
  const add = (key: string, table: Table): void => {
    const known = loose.has(key) && loose.get(key) !== qualifiedName(table);
    loose.set(key, known ? undefined : qualifiedName(table));
  };
  for (const table of tables)
    for (const key of [table.name, qualifiedName(table)]) add(key.toLowerCase(), table);
  const prefix = sharedPrefix([...exact]) ?? '';
  return (name) => {
    const read = name.replace(unreadPrefix, '');
    if (read === name)
      return exact.has(name)
        ? name
        : (loose.get(name.toLowerCase()) ?? loose.get(`${prefix}_${name}`.toLowerCase()) ?? name);
    // A table of that very name is meant before one that only ends in it: `attribute` is no `product_attribute`.
    const same = loose.get(read.toLowerCase()) ?? loose.get(`${prefix}_${read}`.toLowerCase());
    if (same !== undefined) return same;
    const ending = tables.filter((table) => read !== '' && table.name.toLowerCase().endsWith(`_${read}`));
    const [only] = ending.length === 1 ? ending : [];
    return only === undefined ? read : qualifiedName(only);
  };
}
