import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { directorySource } from '../sources/repository/directory.ts';
import type { FileSource } from '../sources/repository/source.ts';
import type { CachePlace } from '../sources/repository/cache/cache.ts';
import { UserError } from './operation.ts';
import type { Tools } from './operation.ts';

export interface Target {
  readonly directory: string;
  readonly source: FileSource;
}

/** The directory to be read. @throws UserError when it is none. */
export function target(path: string | undefined, cwd: string): Target {
  const named = path ?? '.';
  const directory = resolve(cwd, named);
  const stat = statSync(directory, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new UserError('there is no such directory', 'Name the root of a repository.', named);
  if (!stat.isDirectory())
    throw new UserError(
      'this is a file, not a directory',
      /\.(ya?ml|json)$/i.test(named)
        ? `To design from a brief: plumbline design ${named}`
        : 'Name the root of a repository.',
      named,
    );
  return { directory, source: directorySource(directory) };
}

/** Where the reading of repositories is kept between runs, when the user named a place. */
export function cachePlace(named: string | undefined, tools: Tools): CachePlace | undefined {
  const directory = named ?? process.env['PLUMBLINE_CACHE'];
  return directory === undefined || directory === ''
    ? undefined
    : { directory: resolve(tools.cwd, directory), version: `${tools.version} ${builtAt()}` };
}

/** A new build reads differently under the same version number. */
const builtAt = (): number => statSync(new URL(import.meta.url)).mtimeMs;
