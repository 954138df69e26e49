import type { TextFile } from '../../gather.ts';
import type { Mentions, Pieces } from '../mentions.ts';
import type { Dynamic } from './dynamic.ts';

/** By what code may be led to, beside calls that are written out. */
export interface Evidence {
  readonly mentions: (word: string) => Mentions;
  readonly pieces: Pieces;
  readonly dynamic: Dynamic;
  /** Texts in which names were looked for. */
  readonly texts: readonly TextFile[];
  readonly searched: number;
  /** Files whose functions a framework outside of the repository calls by convention. */
  readonly isHook: (path: string) => boolean;
  /** Files at which requests and jobs begin. */
  readonly entries: ReadonlySet<string>;
  /** Endpoints that are scripts, by file. */
  readonly pages: ReadonlySet<string>;
  /** Files that something includes, imports or calls. */
  readonly used: ReadonlySet<string>;
  /** Includes whose file is not known at all. */
  readonly blindIncludes: number;
}
