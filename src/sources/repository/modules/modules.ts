import type { Module } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Facts } from '../../facts.ts';
import { compareText } from '../../order.ts';
import type { CodeFile, Codebase } from '../javascript/codebase.ts';
import { folderOf } from '../javascript/globals.ts';
import type { ContextFolder } from './contexts.ts';
import { contextFolders } from './contexts.ts';
import { isLayerName, layerOfFiles, layerOfFolder } from './layers.ts';
import { backendFiles } from './scope.ts';

/** More modules than this are joined with the folder above, deepest first. */
const most = 150;

/**
 * Modules are folders of code. Small folders without a name that tells a layer count with the folder above. A module
 * depends on another when one of its files imports a file of it for more than its types.
 */
export function readModules(codebase: Codebase): Facts {
  const { files, gaps } = backendFiles(codebase);
  const contexts = contextFolders(codebase, files);
  const folders = groupFiles(files, contexts);
  const moduleOf = new Map<string, string>();
  for (const [folder, members] of folders) for (const { path } of members) moduleOf.set(path, folder);
  const modules = [...folders.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([folder, members]) => moduleFrom(folder, members, { moduleOf, contexts, codebase }));
  return { architecture: { modules, contexts: contexts.map(({ context }) => context) }, gaps };
}

type Groups = Map<string, readonly CodeFile[]>;

function groupFiles(files: readonly CodeFile[], contexts: readonly ContextFolder[]): Groups {
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
  readonly moduleOf: ReadonlyMap<string, string>;
  readonly contexts: readonly ContextFolder[];
  readonly codebase: Codebase;
}

function moduleFrom(
  folder: string,
  members: readonly CodeFile[],
  { moduleOf, contexts, codebase }: Surroundings,
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
    dependsOn: dependencies(folder, members, moduleOf, codebase),
    origin: { kind: 'read', file: first, line: 1 },
  };
}

/** Inside a context only the folders below it tell a layer: `src/services/user` is a feature, not a service layer. */
function layerOf(
  folder: string,
  members: readonly CodeFile[],
  context: ContextFolder | undefined,
): Module['layer'] {
  const named = layerOfFolder(context === undefined ? folder : folder.slice(context.folder.length + 1));
  if (named !== 'unknown') return named;
  return layerOfFiles(
    members.map(({ path, imports }) => ({
      path,
      libraries: imports.flatMap(({ resolved }) => (resolved.kind === 'library' ? [resolved.name] : [])),
    })),
  );
}

/** Imports of such a file are gone when the code runs, whether or not they say `type`. */
function holdsOnlyTypes(codebase: Codebase, path: string, depth = 0): boolean {
  if (!/\.[cm]?tsx?$/.test(path) || depth > 3) return false;
  const statements = codebase.tree(path)?.program.body ?? [];
  const imported = codebase.files.get(path)?.imports ?? [];
  const isPassedOn = (specifier: string): boolean => {
    const resolved = imported.find((one) => one.specifier === specifier)?.resolved;
    return resolved?.kind === 'file' && holdsOnlyTypes(codebase, resolved.path, depth + 1);
  };
  return (
    statements.some(({ type }) => type !== 'ImportDeclaration') &&
    statements.every((one) => {
      if (one.type === 'TSInterfaceDeclaration' || one.type === 'TSTypeAliasDeclaration') return true;
      if (one.type === 'ImportDeclaration') return one.specifiers.length > 0;
      if (one.type === 'ExportAllDeclaration')
        return one.exportKind === 'type' || isPassedOn(one.source.value);
      if (one.type !== 'ExportNamedDeclaration') return false;
      if (one.exportKind === 'type') return true;
      return one.source !== null && isPassedOn(one.source.value);
    })
  );
}

function dependencies(
  folder: string,
  members: readonly CodeFile[],
  moduleOf: ReadonlyMap<string, string>,
  codebase: Codebase,
): Module['dependsOn'] {
  const found = new Map<string, Origin>();
  for (const { path, imports } of members)
    for (const { resolved, line, typeOnly } of imports) {
      const target = resolved.kind === 'file' && !typeOnly ? moduleOf.get(resolved.path) : undefined;
      if (target === undefined || target === folder || found.has(target)) continue;
      if (resolved.kind === 'file' && !holdsOnlyTypes(codebase, resolved.path))
        found.set(target, { kind: 'read', file: path, line });
    }
  return [...found.entries()]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([module, origin]) => ({ module: module === '' ? '.' : module, origin }));
}
