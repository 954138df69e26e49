import type { Gap } from '../../../model/origin.ts';
import type { Repository } from '../gather.ts';
import type { ParsedFile } from './parse.ts';
import { parseTree } from './parse.ts';
import type { Resolved, Resolver } from './resolution.ts';
import { createResolver } from './resolution.ts';
import type { ScannedFile, WrittenImport } from './scan.ts';
import { isTestFile } from './tests.ts';

/** One import of a file, static or `require`d. */
export interface ImportFact extends WrittenImport {
  readonly resolved: Resolved;
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

/** The files of the target as they were scanned, their imports resolved. */
export function readCodebase(repository: Repository, scanned: readonly ScannedFile[]): Codebase {
  const resolver = createResolver(repository);
  const gaps: Gap[] = [];
  const files = new Map<string, CodeFile>();
  const refused = new Set<string>();
  for (const { path, imports, lines, refused: why } of scanned) {
    if (why !== undefined) {
      gaps.push({ kind: 'parse-code', subject: path, why });
      refused.add(path);
    }
    files.set(path, {
      path,
      imports: imports.map((each) => ({ ...each, resolved: resolver.resolve(each.specifier, path) })),
      lines,
      test: isTestFile(
        path,
        imports.map(({ specifier }) => specifier),
      ),
    });
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
