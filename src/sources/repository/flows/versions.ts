import { foldersAbove, inFolder } from '../file-paths.ts';
import type { Repository } from '../gather.ts';
import { parseJson } from '../json.ts';
import type { Locked } from '../stack/locks.ts';
import { lockedVersions } from '../stack/locks.ts';

export interface Used {
  readonly version: readonly number[];
  /** A lock file or the manifest names it exactly; else it is the least that the manifest asks for. */
  readonly exact: boolean;
}

const locks = new WeakMap<Repository, Locked>();

/** The version of a package for a file: from the nearest manifest that asks for it, and its lock file. */
export function usedVersion(repository: Repository, path: string, name: string): Used | undefined {
  const locked = locks.get(repository) ?? lockedVersions(repository);
  locks.set(repository, locked);
  for (const folder of foldersAbove(path)) {
    const manifest = repository.files.get(inFolder(folder, 'package.json'));
    if (manifest === undefined) continue;
    const json = parseJson(manifest.text);
    const range = ['dependencies', 'devDependencies', 'peerDependencies']
      .map((key) => json.at(key).at(name).text())
      .find((text) => text !== undefined);
    if (range === undefined) continue;
    const exact = locked(folder, name, range);
    const version = numbersOf(exact ?? range);
    return version === undefined ? undefined : { version, exact: exact !== undefined || /^\d/.test(range) };
  }
  return undefined;
}

const numbersOf = (text: string): readonly number[] | undefined =>
  /(\d+)(?:\.(\d+))?(?:\.(\d+))?/
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));

/** Whether a version is older than the first good one of its line: `4.2.1 5.0.3` are good from there on. */
export function isOlder({ version }: Used, good: string): boolean {
  const lines = good.split(' ').map((text) => numbersOf(text) ?? []);
  const own = lines.find(([major]) => major === version[0]) ?? lines.at(-1) ?? [];
  for (const [at, part] of own.entries()) if ((version[at] ?? 0) !== part) return (version[at] ?? 0) < part;
  return false;
}
