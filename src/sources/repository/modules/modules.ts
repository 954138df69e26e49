import { folderOf, foldersAbove } from '../file-paths.ts';
import type { Module } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import { compareText } from '../../order.ts';
import type { Codebase } from '../javascript/codebase.ts';
import type { ContextFolder } from './contexts.ts';
import { contextFolders } from './contexts.ts';
import { languageUnits } from './imports/imports.ts';
import { isLayerName, layerOfFiles, layerOfFolder } from './layers.ts';
import { backendFiles } from './scope.ts';
import { scriptUnits } from './scripts.ts';
import type { CodeUnit } from './unit.ts';

/** More modules than this are joined with the folder above, deepest first. */
const most = 150;

/**
 * Modules are folders of code. Small folders without a name that tells a layer count with the folder above. A module
 * depends on another when one of its files imports a file of it for more than its types.
 */
export function readModules(codebase: Codebase): Facts {
  const { files, gaps } = backendFiles(codebase);
  const units = [...scriptUnits(codebase, files), ...languageUnits(codebase.repository)];
  const contexts = contextFolders(codebase, units);
  const folders = groupFiles(units, contexts);
  const moduleOf = new Map<string, string>();
  for (const [folder, members] of folders) for (const { path } of members) moduleOf.set(path, folder);
  // A folder is used where a language imports packages: it is the module, or was joined with one above.
  const moduleAt = (path: string): string | undefined =>
    moduleOf.get(path) ??
    [path, ...foldersAbove(path)].find((folder) => folder !== '' && folders.has(folder));
  const modules = [...folders.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([folder, members]) => moduleFrom(folder, members, { moduleAt, contexts }));
  return { architecture: { modules, contexts: contexts.map(({ context }) => context) }, gaps };
}

type Groups = Map<string, readonly CodeUnit[]>;

function groupFiles(files: readonly CodeUnit[], contexts: readonly ContextFolder[]): Groups {
  const groups: Groups = new Map();
  for (const file of files) {
    const folder = folderOf(file.path);
    groups.set(folder, [...(groups.get(folder) ?? []), file]);
  }
  const fixed = new Set(contexts.map(({ folder }) => folder));
  const deepestFirst = [...groups.keys()].toSorted((a, b) => depthOf(b) - depthOf(a) || compareText(a, b));
  for (const folder of deepestFirst) {
    const small = (groups.get(folder)?.length ?? 0) < 3;
    if (small && !fixed.has(folder) && !isLayerName(folder.split('/').at(-1) ?? '')) joinUp(groups, folder);
  }
  for (const folder of deepestFirst) {
    if (groups.size <= most) break;
    if (groups.has(folder) && !fixed.has(folder)) joinUp(groups, folder);
  }
  return groups;
}

const depthOf = (folder: string): number => folder.split('/').length;

/** Moves the files of a folder to the nearest folder above that holds files. */
function joinUp(groups: Groups, folder: string): void {
  for (let above = folderOf(folder); ; above = folderOf(above)) {
    const members = groups.get(above);
    if (members !== undefined && above !== folder && above !== '') {
      groups.set(above, [...members, ...(groups.get(folder) ?? [])]);
      groups.delete(folder);
      return;
    }
    if (above === '') return;
  }
}

interface Surroundings {
  readonly moduleAt: (path: string) => string | undefined;
  readonly contexts: readonly ContextFolder[];
}

function moduleFrom(
  folder: string,
  members: readonly CodeUnit[],
  { moduleAt, contexts }: Surroundings,
): Module {
  const context = contexts.find((one) => folder === one.folder || folder.startsWith(`${one.folder}/`));
  const first = members[0]?.path ?? folder;
  return {
    id: folder === '' ? '.' : folder,
    name: folder.split('/').at(-1) || 'root',
    path: folder === '' ? '.' : folder,
    layer: layerOf(folder, members, context),
    ...(context === undefined ? {} : { context: context.context.id }),
    files: members.length,
    lines: members.reduce((sum, { lines }) => sum + lines, 0),
    dependsOn: dependencies(folder, members, moduleAt),
    origin: { kind: 'read', file: first, line: 1 },
  };
}

/** Inside a context only the folders below it tell a layer: `src/services/user` is a feature, not a service layer. */
function layerOf(
  folder: string,
  members: readonly CodeUnit[],
  context: ContextFolder | undefined,
): Module['layer'] {
  const named = layerOfFolder(context === undefined ? folder : folder.slice(context.folder.length + 1));
  if (named !== 'unknown') return named;
  return layerOfFiles(members);
}

function dependencies(
  folder: string,
  members: readonly CodeUnit[],
  moduleAt: (path: string) => string | undefined,
): Module['dependsOn'] {
  const found = new Map<string, Origin>();
  for (const { path, uses } of members)
    for (const { path: used, line, isGone } of uses) {
      const target = moduleAt(used);
      if (target === undefined || target === folder || found.has(target)) continue;
      if (isGone?.() !== true) found.set(target, { kind: 'read', file: path, line });
    }
  return [...found.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([module, origin]) => ({ module: module === '' ? '.' : module, origin }));
}
