import { folderOf } from '../file-paths.ts';
import type { Repository } from '../gather.ts';
import type { ContextFolder } from './contexts.ts';
import { isLayerName } from './layers.ts';
import type { CodeUnit } from './unit.ts';

/** Files that make a folder a unit that is built or deployed by itself, in languages other than JavaScript. */
const builds: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)pom\.xml$/, 'Maven module'],
  [/(^|\/)build\.gradle(\.kts)?$/, 'Gradle module'],
  [/\.csproj$/, '.NET project'],
  [/(^|\/)go\.mod$/, 'Go module'],
  [/(^|\/)composer\.json$/, 'Composer package'],
  [/(^|\/)pyproject\.toml$/, 'Python project'],
  [/(^|\/)apps\.py$/, 'Django application'],
];

/** Folders below the root that are built by themselves and hold code of the backend. */
export function buildFolders(repository: Repository, units: readonly CodeUnit[]): readonly ContextFolder[] {
  const found = new Map<string, ContextFolder>();
  for (const path of repository.files.keys()) {
    const kind = builds.find(([pattern]) => pattern.test(path))?.[1];
    const folder = folderOf(path);
    const name = folder.split('/').at(-1) ?? folder;
    // A project that is a layer is no context of its own.
    if (kind === undefined || folder === '' || found.has(folder) || isLayerName(name)) continue;
    const origin = { kind: 'read' as const, file: path, line: 1 };
    found.set(folder, { folder, context: { id: name, name, purpose: kind, origin } });
  }
  const holding = new Set(units.flatMap(({ path }) => ownerOf(found, path)));
  return [...found.values()].filter(({ folder }) => holding.has(folder));
}

/** The innermost of the folders that a file lies in. */
function ownerOf(folders: ReadonlyMap<string, ContextFolder>, path: string): readonly string[] {
  for (let at = folderOf(path); at !== ''; at = folderOf(at)) if (folders.has(at)) return [at];
  return [];
}
