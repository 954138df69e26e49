import type { Json } from '../model/origin.ts';

/** A text in a standard language, with what that language could not express: told, never dropped in silence. */
export interface Emitted {
  readonly text: string;
  readonly lost: readonly string[];
}

export type JsonObject = { readonly [key: string]: Json };

/** Leaves out the keys without a value, so that optional parts can be written in place. */
export function compact(parts: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(parts)) if (value !== undefined) kept[key] = value;
  return kept;
}

/** Two spaces and a closing line break: what editors and diff tools expect of a committed JSON file. */
export const jsonText = (value: Json): string => `${JSON.stringify(value, null, 2)}\n`;

/** First entry of each key wins; the order stays. */
export function uniqueBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)) !== undefined);
}

/** Keeps the first `limit` names and counts the rest, for lines that tell a loss. */
export function names(list: readonly string[], limit = 8): string {
  const rest = list.length - limit;
  return rest > 0 ? `${list.slice(0, limit).join(', ')} and ${rest} more` : list.join(', ');
}
