import { existsSync, readFileSync } from 'node:fs';

/** The page of a rule by its path from this folder; empty where it has none. */
export function pageAt(path: string): string {
  const file = new URL(path, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
