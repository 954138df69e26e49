import type { Table } from '../../model/data.ts';

/** The name under which a table is known, for the name by which a statement or a key calls it. */
export type TableNames = (name: string) => string;

export const qualifiedName = ({ name, schema }: Pick<Table, 'name' | 'schema'>): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** Stands in a statement for text that is put together when it runs: the prefix of all tables of an installation. */
const unread = /^(unknown_part)+_?/;

/** Fewer tables than this share of all do not share a prefix of the installation. */
const least = 0.6;

/** `shop_` where nearly every table begins with it: code leaves it to its framework to put it before each name. */
function sharedPrefix(tables: readonly Table[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const prefix = /^[a-z0-9]+_(?=.)/i.exec(name)?.[0].toLowerCase();
    if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => count > 2 && count >= tables.length * least)?.[0];
}

/**
 * Statements may leave the schema out, leave out the prefix that nearly all tables share or put an unread one before a
 * name, and MySQL on some systems does not tell upper from lower case. A name of which nothing was read is empty.
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
  const prefix = sharedPrefix(tables);
  const own = new Set(loose.keys());
  for (const table of tables) {
    const short = table.name.toLowerCase();
    if (prefix !== undefined && short.startsWith(prefix) && !own.has(short.slice(prefix.length)))
      add(short.slice(prefix.length), table);
  }
  return (name) => {
    const read = name.replace(unread, '');
    if (read === name) return exact.has(name) ? name : (loose.get(name.toLowerCase()) ?? name);
    const ending = tables.filter((table) => read !== '' && table.name.toLowerCase().endsWith(`_${read}`));
    const [only] = ending.length === 1 ? ending : [];
    return only === undefined ? (loose.get(read.toLowerCase()) ?? read) : qualifiedName(only);
  };
}
