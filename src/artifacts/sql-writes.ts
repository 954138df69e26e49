const writings = [
  ['insert', 'insert into'],
  ['update', 'update'],
  ['delete', 'delete from'],
] as const;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What the text of a statement writes into a table, by the table's qualified name. */
export function writesOf(sql: string, table: string): readonly (typeof writings)[number][0][] {
  return writings
    .filter(([, words]) => new RegExp(`\\b${words}\\s+${escaped(table)}(?![\\w".])`, 'i').test(sql))
    .map(([command]) => command);
}

/** Whether the text of a statement names a table, by the table's qualified name. */
export const namesTable = (sql: string, table: string): boolean =>
  new RegExp(`(?<![\\w".])${escaped(table)}(?![\\w".])`, 'i').test(sql);
