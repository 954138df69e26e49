import { foldersAbove, inFolder } from '../../file-paths.ts';
import type { TextFile } from '../../gather.ts';

/** A package that a manifest asks for. */
export interface Dependency {
  readonly name: string;
  /** Exact where the manifest or a lock file has it, else the range that is asked for. */
  readonly version?: string;
  readonly file: string;
  readonly line: number;
}

/** The version of the language that a manifest asks for. */
export interface RuntimeVersion {
  readonly version: string;
  readonly file: string;
  readonly line: number;
}

/** How one ecosystem writes down what it needs. Only dependencies for running count. */
export interface Ecosystem {
  /** As languages and runtimes are named: `PHP`, `Python`, `Java`, `Go`, `Ruby`, `.NET`. */
  readonly runtime: string;
  readonly dependencies: (files: readonly TextFile[]) => readonly Dependency[];
  readonly runtimeVersions: (files: readonly TextFile[]) => readonly RuntimeVersion[];
  /** Official images of the runtime, by their name without registry. */
  readonly image: RegExp;
}

/** The file of one of the names that lies nearest above a path. */
export function nearest(
  files: ReadonlyMap<string, TextFile>,
  path: string,
  names: readonly string[],
): TextFile | undefined {
  for (const folder of foldersAbove(path))
    for (const name of names) {
      const found = files.get(inFolder(folder, name));
      if (found !== undefined) return found;
    }
  return undefined;
}

export const byPath = (files: readonly TextFile[]): ReadonlyMap<string, TextFile> =>
  new Map(files.map((file) => [file.path, file]));
