import type { TextFile } from '../gather.ts';
import { parseRecord } from './parse.ts';
import { countLines, lineCounter } from '../lines.ts';

/** One import as it is written. */
export interface WrittenImport {
  readonly specifier: string;
  readonly line: number;
  /** Only types are imported: nothing of it runs. */
  readonly typeOnly: boolean;
}

/** What one file tells by itself; it depends on nothing but its text. */
export interface ScannedFile {
  readonly path: string;
  readonly imports: readonly WrittenImport[];
  readonly lines: number;
  /** Why it cannot be parsed. */
  readonly refused?: string;
}

export function scanFile({ path, text }: TextFile): ScannedFile {
  const lines = countLines(text);
  const imports = readImports(path, text);
  return typeof imports === 'string'
    ? { path, imports: [], lines, refused: imports }
    : { path, imports, lines };
}

function readImports(path: string, text: string): readonly WrittenImport[] | string {
  const record = parseRecord(path, text);
  if (typeof record === 'string') return record;
  const lineOf = lineCounter(text);
  const found: WrittenImport[] = [];
  const add = (specifier: string, at: number, typeOnly: boolean): void => {
    found.push({ specifier, line: lineOf(at), typeOnly });
  };
  for (const { moduleRequest, entries, start } of record.staticImports)
    add(moduleRequest.value, start, entries.length > 0 && entries.every((entry) => entry.isType));
  for (const { entries, start } of record.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest !== null && !found.some(({ specifier }) => specifier === moduleRequest.value))
        add(moduleRequest.value, start, isType);
  for (const { moduleRequest, start } of record.dynamicImports) {
    const literal = /^['"]([^'"]+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    if (literal !== undefined) add(literal, start, false);
  }
  if (text.includes('require'))
    for (const match of text.matchAll(/(?<![\w.])require\(\s*['"]([^'"\n]+)['"]\s*\)/g))
      if (match[1] !== undefined) add(match[1], match.index, false);
  return found;
}
