import { folderOf } from '../../file-paths.ts';
import type { Evaluator } from '../../javascript/evaluator.ts';
import type { Codebase } from '../../javascript/codebase.ts';
import { isTestFile } from '../../javascript/tests.ts';
import { parseJson } from '../../json.ts';
import type { Route } from '../routing.ts';

/** What readers of file routes work with. */
export interface FileContext {
  readonly evaluator: Evaluator;
  readonly codebase: Codebase;
}

/** A framework whose routes are files: how an application of it is told, and what its files serve. */
export interface Convention {
  /** Packages that a package.json of such an application depends on. */
  readonly packages: RegExp;
  /** Configuration files that only such an application has. */
  readonly config?: RegExp;
  /** What such a file has to say, where its name alone does not tell. */
  readonly configText?: RegExp;
  readonly routes: (folder: string, context: FileContext) => readonly Route[];
}

/** Folders of applications that follow a convention. */
export function foldersOf(
  { repository }: Codebase,
  { packages, config, configText }: Convention,
): readonly string[] {
  const found = new Set<string>();
  for (const [path, { text }] of repository.files) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    if (file === 'package.json' && dependencies(text).some((name) => packages.test(name)))
      found.add(folderOf(path));
    if (config?.test(file) === true && (configText === undefined || configText.test(text)))
      found.add(folderOf(path));
  }
  return [...found].toSorted((a, b) => a.length - b.length);
}

function dependencies(text: string): readonly string[] {
  const json = parseJson(text);
  return ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) =>
    json
      .at(key)
      .entries()
      .map(([name]) => name),
  );
}

/** Files below a folder, tests left out; a folder of routes may well be named `test`. */
export function filesBelow({ codebase }: FileContext, root: string): readonly string[] {
  const prefix = root === '' ? '' : `${root}/`;
  if (isTestFile(`${prefix}route.ts`, [])) return [];
  return [...codebase.repository.files.keys()].filter((path) => {
    if (!path.startsWith(prefix)) return false;
    const file = codebase.files.get(path);
    if (file?.test !== true) return true;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const inRoutes = /\/(tests?|testing|specs?)\//i.test(`/${path.slice(prefix.length)}`);
    return (
      inRoutes &&
      !isTestFile(
        name,
        file.imports.map(({ specifier }) => specifier),
      )
    );
  });
}
