import { foldersAbove, inFolder } from '../../file-paths.ts';
import type { ImportTarget } from './scope.ts';

/** Finds modules of the target by the names imports give them. */
export interface Packages {
  /** `names` from the root (`level` 0) or relative to the file's package. */
  readonly find: (from: string, level: number, names: readonly string[]) => ImportTarget;
  /** The name by which a module is imported: from the folder that is no package. */
  readonly nameOf: (path: string) => string;
  /** A module or an attribute of one, from a dotted text of a configuration. */
  readonly dotted: (from: string, text: string) => ImportTarget;
}

/** Top-level names that are packages of others, whatever file of the same name stands beside. */
const wellKnown =
  /^(flask\w*|fastapi\w*|starlette\w*|django|rest_framework\w*|ninja\w*|aiohttp\w*|tornado|sanic\w*|litestar|falcon|bottle|cherrypy|pyramid|quart\w*|robyn|masonite|celery|sqlalchemy|alembic|pydantic\w*|typing\w*|http|os|re|json|functools|dataclasses|enum|abc|logging|requests|httpx)$/;

export function packagesOf(paths: readonly string[]): Packages {
  const files = new Set(paths);
  const folders = new Set<string>(['']);
  for (const path of paths) for (const folder of foldersAbove(path)) folders.add(folder);
  const byLast = lastNames(paths);

  const locate = (root: string, names: readonly string[]): ImportTarget | undefined => {
    for (let length = names.length; length > 0; length -= 1) {
      const base = [...(root === '' ? [] : [root]), ...names.slice(0, length)].join('/');
      const rest = names.slice(length);
      if (files.has(`${base}/__init__.py`)) return { kind: 'module', path: `${base}/__init__.py`, rest };
      if (files.has(`${base}.py`)) return { kind: 'module', path: `${base}.py`, rest };
      if (folders.has(base) && length === names.length) return { kind: 'module', path: base, rest: [] };
    }
    return undefined;
  };

  const anywhere = (names: readonly string[]): ImportTarget | undefined => {
    for (let length = names.length; length > 0; length -= 1) {
      const tail = names.slice(0, length).join('/');
      const found = (byLast.get(names[length - 1] ?? '') ?? []).filter(
        (path) => path.endsWith(`/${tail}.py`) || path.endsWith(`/${tail}/__init__.py`),
      );
      if (found.length === 1 && found[0] !== undefined)
        return { kind: 'module', path: found[0], rest: names.slice(length) };
    }
    return undefined;
  };

  const absolute = (from: string, names: readonly string[]): ImportTarget => {
    const library: ImportTarget = { kind: 'library', path: names.join('.') };
    if (wellKnown.test(names[0] ?? '')) return library;
    const above = foldersAbove(from);
    const roots = [
      ...above.filter((folder) => !files.has(inFolder(folder, '__init__.py'))),
      ...above.filter((folder) => files.has(inFolder(folder, '__init__.py'))),
    ];
    for (const root of roots) {
      const found = locate(root, names);
      if (found?.kind === 'module' && (found.path !== from || from.endsWith('__init__.py'))) return found;
    }
    for (const source of ['src', 'backend', 'app', 'server']) {
      const found = folders.has(source) ? locate(source, names) : undefined;
      if (found?.kind === 'module' && (found.path !== from || from.endsWith('__init__.py'))) return found;
    }
    return (names.length > 1 ? anywhere(names) : undefined) ?? library;
  };

  return {
    find: (from, level, names) => {
      if (level === 0) return absolute(from, names);
      const folder = foldersAbove(from)[level - 1];
      if (folder === undefined) return { kind: 'library', path: names.join('.') };
      if (names.length === 0) {
        const own = inFolder(folder, '__init__.py');
        return { kind: 'module', path: files.has(own) ? own : folder, rest: [] };
      }
      return locate(folder, names) ?? { kind: 'library', path: [folder, ...names].join('.') };
    },
    nameOf: (path) => importName(files, path),
    dotted: (from, text) => absolute(from, text.split(/[.:]/)),
  };
}

function importName(files: ReadonlySet<string>, path: string): string {
  const above = foldersAbove(path);
  const root = above.find((folder) => !files.has(inFolder(folder, '__init__.py'))) ?? '';
  const own = path.slice(root === '' ? 0 : root.length + 1);
  return own.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');
}

function lastNames(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const parts = path.replace(/\.py$/, '').split('/');
    const last = parts.at(-1) === '__init__' ? parts.at(-2) : parts.at(-1);
    if (last === undefined) continue;
    const known = found.get(last);
    if (known === undefined) found.set(last, [path]);
    else known.push(path);
  }
  return found;
}
