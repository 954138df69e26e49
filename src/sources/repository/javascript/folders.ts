import { folderOf, joinPath } from '../file-paths.ts';
import type { Codebase } from './codebase.ts';
import type { LibraryModel, Machine } from './machine.ts';
import type { Value } from './value.ts';
import { objectOf, textOf, unknown } from './value.ts';

const packages = [
  'auto-load',
  'require-all',
  'require-dir',
  'require-directory',
  'requireindex',
  'require-index',
];

/** Folders inside each other that are followed. */
const deepest = 6;

/** Packages that load every file of a folder into a table: by its name without the ending, folders as tables of their own. */
export const folderLoaders = (codebase: Codebase): LibraryModel => ({
  packages,
  call: ({ path }, args, site, machine) => {
    if (path !== '' && path !== 'default') return undefined;
    const text = args.flatMap((arg) => textOf(arg) ?? folderOption(arg) ?? [])[0];
    if (text === undefined) return unknown('files of a folder that is not known');
    const here = folderOf(site.file.path);
    const folder = joinPath(text.startsWith('/') ? '' : here, text.replace(/^\/+/, ''));
    return loaded(machine, codebase, folder, site.file.path, 0);
  },
});

/** `{ dirname: … }` of require-all. */
const folderOption = (value: Value): string | undefined => {
  const folder = value.kind === 'object' ? value.fields.get('dirname') : undefined;
  return folder === undefined ? undefined : textOf(folder);
};

function loaded(machine: Machine, codebase: Codebase, folder: string, from: string, depth: number): Value {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, Value>();
  for (const path of codebase.files.keys()) {
    if (!path.startsWith(prefix) || path === from) continue;
    const [name = '', ...below] = path.slice(prefix.length).split('/');
    if (below.length > 0) {
      if (!entries.has(name) && depth < deepest && name !== 'node_modules')
        entries.set(name, loaded(machine, codebase, `${prefix}${name}`, from, depth + 1));
    } else if (!/^index\.|\.(test|spec|d)\./.test(name))
      entries.set(name.replace(/\.\w+$/, ''), machine.importFrom(`/${path}`, path));
  }
  return objectOf(entries, 0, entries.size === 0);
}
