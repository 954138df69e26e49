import { pascalCase, snakeCase } from '../../artifacts/words.ts';
import { compareText } from '../../model/text.ts';
import { sharedPrefix, wordsOfTable } from '../coupling/table-names.ts';
import { singular as regular } from '../seams/names.ts';

/** Words whose end is no plural. */
const asTheyAre =
  /^(news|series|species|sms|css|dns|gps|lens|bus|canvas|chaos|https?|aws|campus|status|bonus|corps)$/;

const irregular: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  criteria: 'criterion',
  indices: 'index',
  matrices: 'matrix',
  vertices: 'vertex',
};

/** The singular of an English word, or the word where its end tells nothing. */
export const singular = (word: string): string =>
  irregular[word] ?? (asTheyAre.test(word) ? word : regular(word));

const empty = new Set(['tbl', 'table', 'tab']);

/** The words of a table that say what one of its rows is. */
export function stemOf(table: string, prefix: string | undefined): readonly string[] {
  const all = wordsOfTable(table);
  const bare = all.length > 1 && (all[0] === prefix || empty.has(all[0] ?? '')) ? all.slice(1) : all;
  return bare.map(singular);
}

/** Tables that the design makes for its mechanisms. */
const taken = new Set(['OutboxEvent', 'InboxEvent', 'IdempotencyKey', 'OperationStatus', 'AuditEntry']);

/**
 * A name in PascalCase for each table, in the singular and unique; by the qualified name of the table. `reserved` tells of
 * what another brings already, `others` are the names of that.
 */
export function entityNames(
  tables: readonly string[],
  reserved: (table: string, name: string) => string | undefined = () => undefined,
  others: readonly string[] = [],
): ReadonlyMap<string, string> {
  const prefix = sharedPrefix(tables);
  const used = new Set([...taken, ...others]);
  const named = tables.toSorted(compareText).map((table) => {
    const wish = pascalCase(stemOf(table, prefix).join(' '))
      .replace(/^(?=[^A-Z])/, 'X')
      .slice(0, 50);
    return [table, reserved(table, wish) ?? free(wish, used)] as const;
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
  const name = snakeCase(column).slice(0, 50);
  return /^[a-z]/.test(name) ? name : `x_${name}`;
}
