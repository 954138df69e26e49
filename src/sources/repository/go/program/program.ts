import { folderOf } from '../../file-paths.ts';
import type { Program } from '../../languages/language.ts';
import type { TextFile } from '../../gather.ts';
import type { GoPackage } from './package.ts';
import type { Locate } from './declarations.ts';
import { declarePackage } from './declarations.ts';
import { canonicalImport, folderOfImport, modulesOf } from './modules.ts';

export interface GoProgram {
  /** Folders with Go files, in order. */
  readonly folders: readonly string[];
  /** The package in a folder, parsed when it is asked for. */
  readonly packageIn: (folder: string) => GoPackage | undefined;
  /** Import paths of a folder's files, without parsing them. */
  readonly importsOf: (folder: string) => readonly { readonly path: string; readonly folder?: string }[];
  readonly textsOf: (folder: string) => readonly TextFile[];
  /** Whether nothing but tests imports a package. */
  readonly isOnlyTested: (folder: string) => boolean;
}

/** Tests, test data and code of others are no part of the backend. */
const isLeftOut = (path: string): boolean =>
  path.endsWith('_test.go') || /(^|\/)(testdata|vendor|node_modules|[_.][^/]*)\//.test(path);

export function goProgram({ repository, files, tree }: Program): GoProgram {
  const modules = modulesOf(repository);
  const byFolder = new Map<string, TextFile[]>();
  const tests: TextFile[] = [];
  for (const file of files) {
    if (file.path.endsWith('_test.go')) tests.push(file);
    if (isLeftOut(file.path)) continue;
    const folder = folderOf(file.path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), file]);
  }
  const folders = new Set(byFolder.keys());
  const locate = (path: string): string | undefined => folderOfImport(modules, folders, path);
  const packages = new Map<string, GoPackage | undefined>();
  const imports = new Map<string, readonly { readonly path: string; readonly folder?: string }[]>();
  const textsOf = (folder: string): readonly TextFile[] => byFolder.get(folder) ?? [];
  const named: (folder: string | undefined) => ReturnType<Locate> = (folder) => {
    if (folder === undefined) return undefined;
    const name = /^package\s+(\w+)/m.exec(textsOf(folder)[0]?.text ?? '')?.[1];
    return name === undefined ? undefined : { folder, name };
  };
  let tested: ReadonlySet<string> | undefined;
  const onlyTested = (): ReadonlySet<string> => {
    const own = (texts: readonly TextFile[]): readonly string[] =>
      texts.flatMap(({ text }) => importPaths(text).flatMap((path) => locate(path) ?? []));
    const used = new Set([...byFolder.values()].flatMap(own));
    return new Set(own(tests).filter((folder) => !used.has(folder)));
  };
  return {
    isOnlyTested: (folder) => (tested ??= onlyTested()).has(folder),
    folders: [...folders],
    textsOf,
    packageIn: (folder) => {
      if (packages.has(folder)) return packages.get(folder);
      const parsed = textsOf(folder).flatMap(({ path }) => {
        const root = tree(path);
        return root === undefined ? [] : [{ path, root }];
      });
      const found =
        parsed.length === 0 ? undefined : declarePackage(folder, parsed, (path) => named(locate(path)));
      packages.set(folder, found);
      return found;
    },
    importsOf: (folder) => {
      const known = imports.get(folder);
      if (known !== undefined) return known;
      const paths = new Set(textsOf(folder).flatMap(({ text }) => importPaths(text)));
      const found = [...paths].map((path) => {
        const at = locate(path);
        return { path: canonicalImport(path), ...(at === undefined ? {} : { folder: at }) };
      });
      imports.set(folder, found);
      return found;
    },
  };
}

/** Import paths of a file by its text: one `import "x"` or a block of them. */
export function importPaths(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, block, one] of text.matchAll(/^import\s*(?:\(([^)]*)\)|(?:[\w.]+\s+)?"([^"\n]+)")/gm)) {
    if (one !== undefined) found.push(one);
    for (const [, path = ''] of (block ?? '').matchAll(/^\s*(?:[\w.]+\s+)?"([^"\n]+)"/gm)) found.push(path);
  }
  return found;
}
