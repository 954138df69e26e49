import { folderOf } from '../../file-paths.ts';
import { compareText } from '../../../order.ts';
import type { Repository } from '../../gather.ts';

/** A module of the repository: the folder of its go.mod and the path under which its packages are imported. */
interface GoModule {
  readonly folder: string;
  readonly path: string;
}

/** Modules of the repository, the deepest folder first. */
export function modulesOf(repository: Repository): readonly GoModule[] {
  return [...repository.files.values()]
    .flatMap(({ path, text }) => {
      if (!/(^|\/)go\.mod$/.test(path)) return [];
      const name = /^\s*module\s+"?([^\s"]+)"?/m.exec(text)?.[1];
      return name === undefined ? [] : [{ folder: folderOf(path), path: name }];
    })
    .toSorted((a, b) => b.folder.length - a.folder.length || compareText(a.folder, b.folder));
}

/** The folder of an imported package where it lies in the repository. */
export function folderOfImport(
  modules: readonly GoModule[],
  folders: ReadonlySet<string>,
  path: string,
): string | undefined {
  for (const module of modules) {
    if (path !== module.path && !path.startsWith(`${module.path}/`)) continue;
    const rest = path.slice(module.path.length + 1);
    const folder = [module.folder, rest].filter((part) => part !== '').join('/');
    if (folders.has(folder)) return folder;
  }
  return undefined;
}

/** An import path without its major version: `github.com/labstack/echo/v4/middleware` is of `…/echo/middleware`. */
export const canonicalImport = (path: string): string =>
  path.replaceAll(/\/v\d+(?=\/|$)/g, '').replace(/\.v\d+(?=\/|$)/, '');
