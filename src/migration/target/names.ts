import { pascalCase, snakeCase, words } from '../../artifacts/words.ts';
import { compareText } from '../../model/text.ts';
import { singular as regular } from '../seams/names.ts';

/** Words whose end is no plural. */
const asTheyAre =
  /^(news|series|species|sms|css|dns|gps|lens|bus|canvas|chaos|https?|aws|campus|status|bonus|corps)$/;

/** The singular of an English word, or the word where its end tells nothing. */
export const singular = (word: string): string => (asTheyAre.test(word) ? word : regular(word));

/** What a table is called without its schema, in words. */
const wordsOf = (table: string): readonly string[] => words(table.slice(table.lastIndexOf('.') + 1));

/**
 * The first word of nearly all tables (`wp_posts`, `wp_users`): it names the installation, nothing else. Nearly all are
 * four in five, and at least four.
 */
export function sharedPrefix(tables: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const [first, ...rest] of tables.map(wordsOf))
    if (first !== undefined && rest.length > 0) counts.set(first, (counts.get(first) ?? 0) + 1);
  const [most] = [...counts].toSorted(([a, x], [b, y]) => y - x || compareText(a, b));
  return most !== undefined && most[1] >= 4 && most[1] >= 0.8 * tables.length ? most[0] : undefined;
}

const empty = new Set(['tbl', 'table', 'tab']);

/** The words of a table that say what its rows are, the last one in the singular. */
export function stemOf(table: string, prefix: string | undefined): readonly string[] {
  const all = wordsOf(table);
  const bare = all.length > 1 && (all[0] === prefix || empty.has(all[0] ?? '')) ? all.slice(1) : all;
  return bare.map((word, at) => (at === bare.length - 1 ? singular(word) : word));
}

/** Tables that the design makes for its mechanisms. */
const taken = new Set(['OutboxEvent', 'InboxEvent', 'IdempotencyKey', 'OperationStatus', 'AuditEntry']);

/** A name in PascalCase for each table, in the singular and unique; by the qualified name of the table. */
export function entityNames(tables: readonly string[]): ReadonlyMap<string, string> {
  const prefix = sharedPrefix(tables);
  const used = new Set(taken);
  const named = tables.toSorted(compareText).map((table) => {
    const wish = pascalCase(stemOf(table, prefix).join(' '))
      .replace(/^(?=[^A-Z])/, 'X')
      .slice(0, 50);
    return [table, free(wish, used)] as const;
  });
  return new Map(named);
}

function free(wish: string, used: Set<string>): string {
  let name = wish;
  for (let next = 2; used.has(name); next += 1) name = `${wish}${next}`;
  used.add(name);
  return name;
}

/** A column's name as the name of a field: snake_case, a letter first. */
export function fieldName(column: string): string {
  const name = snakeCase(column).slice(0, 56);
  return /^[a-z]/.test(name) ? name : `x_${name}`;
}
