import { folderOf } from '../file-paths.ts';
import type { Repository } from '../gather.ts';
import { parseJson } from '../json.ts';

/** Exact version of a package as the nearest lock file has it. */
export type Locked = (folder: string, name: string, range: string) => string | undefined;

/** Lock files of npm, Yarn and pnpm. The one nearest above a package.json holds for it. */
export function lockedVersions(repository: Repository): Locked {
  const readers = new Map<string, Locked>();
  const near = (folder: string): Locked | undefined => {
    for (let at = folder; ; at = folderOf(at)) {
      const known = readers.get(at) ?? readLock(repository, at);
      if (known !== undefined) {
        readers.set(at, known);
        return known;
      }
      if (at === '') return undefined;
    }
  };
  return (folder, name, range) => near(folder)?.(folder, name, range);
}

function readLock(repository: Repository, folder: string): Locked | undefined {
  const text = (name: string): string | undefined =>
    repository.files.get(folder === '' ? name : `${folder}/${name}`)?.text;
  const npm = text('package-lock.json') ?? text('npm-shrinkwrap.json');
  if (npm !== undefined) return readNpm(npm, folder);
  const pnpm = text('pnpm-lock.yaml');
  if (pnpm !== undefined) return readPnpm(pnpm, folder);
  const yarn = text('yarn.lock');
  return yarn === undefined ? undefined : readYarn(yarn);
}

function readNpm(text: string, root: string): Locked {
  const json = parseJson(text);
  const versions = new Map<string, string>();
  for (const [name, entry] of json.at('dependencies').entries()) {
    const version = entry.at('version').text();
    if (version !== undefined) versions.set(`node_modules/${name}`, version);
  }
  for (const [path, entry] of json.at('packages').entries()) {
    const version = entry.at('version').text();
    if (version !== undefined) versions.set(path, version);
  }
  return (folder, name) =>
    versions.get(`${within(folder, root)}/node_modules/${name}`) ?? versions.get(`node_modules/${name}`);
}

const within = (folder: string, root: string): string =>
  root === '' ? folder : folder.slice(root.length + 1);

/** Versions under `importers`, by indentation: the file is long, and nothing else of it is needed. */
function readPnpm(text: string, root: string): Locked {
  const versions = new Map<string, string>();
  let importer = '.';
  let name = '';
  for (const line of text.split('\n')) {
    if (/^(packages|snapshots):/.test(line)) break;
    const key = /^(\s+)'?"?(@?[^'":]+)'?"?:\s*(.*)$/.exec(line);
    if (key === null) continue;
    const [, indent = '', word = '', value = ''] = key;
    if (indent.length === 2) importer = word;
    else if (indent.length === 6) name = word;
    else if (indent.length === 8 && word === 'version')
      versions.set(`${importer} ${name}`, value.replace(/\(.*$/, '').replaceAll(/['"]/g, ''));
  }
  return (folder, wanted) => versions.get(`${within(folder, root) || '.'} ${wanted}`);
}

/** Blocks `"a@^1", a@^1.2:` with a version below; classic and Berry. */
function readYarn(text: string): Locked {
  const versions = new Map<string, string>();
  let ranges: readonly string[] = [];
  for (const line of text.split('\n')) {
    if (/^\S.*:$/.test(line)) ranges = line.slice(0, -1).replaceAll('"', '').split(/,\s*/);
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(line)?.[1];
    if (version !== undefined) for (const range of ranges) versions.set(range.replace('@npm:', '@'), version);
  }
  return (_, name, range) => versions.get(`${name}@${range}`);
}
