import { folderOf } from '../file-paths.ts';
import type { Context } from '../../../model/architecture.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { parseJson } from '../json.ts';
import { isLayerName } from './layers.ts';
import { ownerOf } from './scope.ts';
import type { CodeUnit } from './unit.ts';
import { buildFolders } from './builds.ts';

/** A folder that is a context, with all folders below it. */
export interface ContextFolder {
  readonly folder: string;
  readonly context: Context;
}

/** Folders whose children are features: these anywhere, those only at the top, where each child is a program. */
const parents = /(^|\/)(modules|features|domains|contexts|bounded-contexts|components)$/i;
const topParents = /^(services|apps)$/i;

const tooGeneral = new Set([
  'common',
  'shared',
  'core',
  'utils',
  'lib',
  'config',
  'types',
  'helpers',
  'src',
  'app',
]);

/**
 * Bounded contexts as the code names them: NestJS modules and children of `modules`, `features` or `domains`; where
 * there are none, the packages, projects and applications that hold code of the backend.
 */
export function contextFolders(codebase: Codebase, files: readonly CodeUnit[]): readonly ContextFolder[] {
  const features = featureFolders(files);
  if (features.length >= 2) return unique(features);
  const packages = [...packageFolders(codebase, files), ...buildFolders(codebase.repository, files)];
  return packages.length >= 2 ? unique(packages) : [];
}

function featureFolders(files: readonly CodeUnit[]): readonly ContextFolder[] {
  const found = new Map<string, ContextFolder>();
  const add = (folder: string, file: string, purpose: string): void => {
    const name = folder.split('/').at(-1) ?? folder;
    if (found.has(folder) || tooGeneral.has(name.toLowerCase()) || isLayerName(name)) return;
    const origin = { kind: 'read' as const, file, line: 1 };
    found.set(folder, { folder, context: { id: name, name, purpose, origin } });
  };
  for (const { path } of files) {
    if (/\.module\.[cm]?[jt]s$/.test(path) && !/(^|\/)(app|main|root)\.module\./.test(path))
      add(folderOf(path), path, `module ${path.split('/').at(-1) ?? ''}`);
    const folders = path.split('/').slice(0, -1);
    for (let depth = 1; depth < folders.length; depth += 1) {
      const parent = folders.slice(0, depth).join('/');
      if (parents.test(parent) || topParents.test(parent)) {
        add(folders.slice(0, depth + 1).join('/'), path, `folder of ${parent}`);
        break;
      }
    }
  }
  const all = [...found.values()];
  return all.filter(({ folder }) => !all.some((outer) => folder.startsWith(`${outer.folder}/`)));
}

function packageFolders(codebase: Codebase, files: readonly CodeUnit[]): readonly ContextFolder[] {
  const owners = new Set(files.map(({ path }) => ownerOf(codebase, path)));
  return codebase.resolver.packages.flatMap(({ folder, name }) => {
    if (folder === '' || !owners.has(folder)) return [];
    const file = `${folder}/package.json`;
    const about = parseJson(codebase.repository.files.get(file)?.text ?? '')
      .at('description')
      .text();
    const id = name.split('/').at(-1) ?? name;
    const purpose = about === undefined ? `package ${name}` : about.slice(0, 200);
    return [{ folder, context: { id, name: id, purpose, origin: { kind: 'read', file, line: 1 } } }];
  });
}

/** Two features of the same name (in two applications) carry the folder above as well. */
function unique(folders: readonly ContextFolder[]): readonly ContextFolder[] {
  const counts = new Map<string, number>();
  for (const { context } of folders) counts.set(context.id, (counts.get(context.id) ?? 0) + 1);
  return folders.map(({ folder, context }) =>
    (counts.get(context.id) ?? 0) < 2
      ? { folder, context }
      : { folder, context: { ...context, id: folder.replaceAll('/', '-'), name: folder } },
  );
}
