import type { TextFile } from '../gather.ts';

/** A file of the backend's own code with what it needs when it runs. */
export interface CodeUnit {
  readonly path: string;
  readonly lines: number;
  /** Files, or folders, of the repository that it uses, with the line that says so. */
  readonly uses: readonly Use[];
  /** Names of the libraries it imports. */
  readonly libraries: readonly string[];
}

export interface Use {
  readonly path: string;
  readonly line: number;
  /** Whether nothing of it is left when the code runs; asked only where it matters, for it may need a parse. */
  readonly isGone?: () => boolean;
}

/** What one file imports. */
export type ImportsOf = (file: TextFile) => Pick<CodeUnit, 'uses' | 'libraries'>;
