import type { Gap } from '../../../model/origin.ts';
import type { Repository } from '../gather.ts';
import { kindOf } from '../gather.ts';
import type { ParsedFile } from './parse.ts';
import { parseRecord, parseTree } from './parse.ts';
import type { Resolved, Resolver } from './resolution.ts';
import { createResolver } from './resolution.ts';
import { isTestFile } from './tests.ts';

/** One import of a file, static or `require`d. */
export interface ImportFact {
  readonly specifier: string;
  readonly resolved: Resolved;
  readonly line: number;
  /** Only types are imported: nothing of it runs. */
  readonly typeOnly: boolean;
}

export interface CodeFile {
  readonly path: string;
  readonly imports: readonly ImportFact[];
  readonly lines: number;
  readonly test: boolean;
}

/** JavaScript and TypeScript files of the target with their imports; syntax trees on demand. */
export interface Codebase {
  readonly repository: Repository;
  readonly files: ReadonlyMap<string, CodeFile>;
  readonly resolver: Resolver;
  /** The syntax tree, kept for the next caller; undefined when the file is not there or cannot be parsed. */
  readonly tree: (path: string) => ParsedFile | undefined;
  readonly gaps: Gap[];
}

export function readCodebase(repository: Repository): Codebase {
  const resolver = createResolver(repository);
  const gaps: Gap[] = [];
  const files = new Map<string, CodeFile>();
  const refused = new Set<string>();
  for (const { path, text } of repository.files.values()) {
    if (kindOf(path) !== 'code') continue;
    const imports = readImports(path, text, resolver);
    if (typeof imports === 'string') {
      gaps.push({ kind: 'parse-code', subject: path, why: imports });
      refused.add(path);
    }
    const facts = typeof imports === 'string' ? [] : imports;
    const test = isTestFile(
      path,
      facts.map((fact) => fact.specifier),
    );
    files.set(path, { path, imports: facts, lines: countLines(text), test });
  }
  const trees = new Map<string, ParsedFile | undefined>();
  return {
    repository,
    files,
    resolver,
    gaps,
    tree: (path) => {
      if (trees.has(path)) return trees.get(path);
      const text = repository.files.get(path)?.text;
      if (text === undefined || refused.has(path)) return undefined;
      const outcome = parseTree(path, text);
      if (outcome.kind === 'refused') gaps.push({ kind: 'parse-code', subject: path, why: outcome.why });
      const file = outcome.kind === 'parsed' ? outcome.file : undefined;
      trees.set(path, file);
      return file;
    },
  };
}

const countLines = (text: string): number => {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

function readImports(path: string, text: string, resolver: Resolver): readonly ImportFact[] | string {
  const record = parseRecord(path, text);
  if (typeof record === 'string') return record;
  const lineOf = lineCounter(text);
  const facts: ImportFact[] = [];
  const add = (specifier: string, at: number, typeOnly: boolean): void => {
    facts.push({ specifier, resolved: resolver.resolve(specifier, path), line: lineOf(at), typeOnly });
  };
  for (const { moduleRequest, entries, start } of record.staticImports)
    add(moduleRequest.value, start, entries.length > 0 && entries.every((entry) => entry.isType));
  for (const { entries, start } of record.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest !== null && !facts.some((fact) => fact.specifier === moduleRequest.value))
        add(moduleRequest.value, start, isType);
  for (const { moduleRequest, start } of record.dynamicImports) {
    const literal = /^['"]([^'"]+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    if (literal !== undefined) add(literal, start, false);
  }
  if (text.includes('require'))
    for (const match of text.matchAll(/(?<![\w.])require\(\s*['"]([^'"\n]+)['"]\s*\)/g))
      if (match[1] !== undefined) add(match[1], match.index, false);
  return facts;
}

/** Line of an offset; cheap when the offsets come in order. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let last = 0;
  return (offset) => {
    if (offset < last) {
      line = 1;
      last = 0;
    }
    for (let at = text.indexOf('\n', last); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
      line += 1;
    last = offset;
    return line;
  };
}
