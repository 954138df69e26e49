import type { Gap } from '../../model/origin.ts';

export interface FileEntry {
  /** Relative to the root, `/` between folders. */
  readonly path: string;
  readonly bytes: number;
  /** Changes whenever the content may have: time of the last change in ms first, then size and place on the disk. */
  readonly stamp?: string;
}

export type FileContent =
  /** `told`: it was read, but not as it is. */
  | { readonly kind: 'text'; readonly text: string; readonly told?: string }
  | { readonly kind: 'unread'; readonly why: string };

/** Regular files in code-unit order of their paths, and what was left out with the reason. */
export interface Listing {
  readonly files: readonly FileEntry[];
  readonly gaps: readonly Gap[];
}

/** Files of a target, wherever they lie. Reading never runs anything of the target. */
export interface FileSource {
  /** Names the backend when nothing in it does. */
  readonly name: string;
  /** Absolute place, to recognise the same target in a later run; never shown. */
  readonly place?: string;
  readonly list: () => Promise<Listing>;
  readonly read: (path: string) => Promise<FileContent>;
}

/** A repository in memory: path to text. */
export function memorySource(files: ReadonlyMap<string, string>, name = 'repository'): FileSource {
  const paths = [...files.keys()].toSorted();
  return {
    name,
    list: () =>
      Promise.resolve({
        files: paths.map((path) => ({ path, bytes: Buffer.byteLength(files.get(path) ?? '') })),
        gaps: [],
      }),
    read: (path) => {
      const text = files.get(path);
      return Promise.resolve(
        text === undefined ? { kind: 'unread', why: 'no such file' } : { kind: 'text', text },
      );
    },
  };
}
