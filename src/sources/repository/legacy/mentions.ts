import type { TextFile } from '../gather.ts';

/** Where a word stands, as far as it has to be known. */
export interface Mentions {
  /** How often it stands in a file. */
  readonly in: ReadonlyMap<string, number>;
  readonly all: number;
}

const nowhere: Mentions = { in: new Map(), all: 0 };

/** A name of a page may hold hyphens; the words between them are names as well. */
const tokens = /[\w\u0080-\uffff-]+/g;

/** Counts words of a list in all texts, in any case: PHP does not tell the cases of functions and classes apart. */
export function countMentions(
  texts: readonly TextFile[],
  wanted: ReadonlySet<string>,
): (word: string) => Mentions {
  const found = new Map<string, { in: Map<string, number>; all: number }>();
  const count = (word: string, path: string): void => {
    if (!wanted.has(word)) return;
    const known = found.get(word) ?? { in: new Map<string, number>(), all: 0 };
    known.in.set(path, (known.in.get(path) ?? 0) + 1);
    known.all += 1;
    found.set(word, known);
  };
  for (const { path, text } of texts)
    for (const [token] of text.toLowerCase().matchAll(tokens)) {
      count(token, path);
      if (token.includes('-')) for (const part of token.split('-')) count(part, path);
    }
  return (word) => found.get(word.toLowerCase()) ?? nowhere;
}

/** Pieces of names that code puts together: `'get_' . $what`, `"show{$page}"`, `$type . 'Handler'`, `'import-' + kind`. */
export interface Pieces {
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** Folders before a name that is not written: `'admin/' + page`. */
  readonly folders: readonly string[];
}

const before = /['"`]([\w./?=&-]{2,80})['"]\s*[.+]\s*[$\w(]|['"`][^'"`\n]*?([\w./-]{2,80})(?:\{?\$|\$\{)/g;
const behind = /[\w\])]\s*[.+]\s*['"]([\w-]{2,40})(?:\.php)?['"?&]|\}([\w-]{2,40})(?:\.php)?["'`?&]/g;

/** Addresses and settings, which name no file of the repository. */
const foreign = /^(https?|ftp|mailto)|:/;

/** From which a name may be put together that stands nowhere as a whole. */
export function namePieces(texts: readonly TextFile[]): Pieces {
  const starts = new Set<string>();
  const ends = new Set<string>();
  const folders = new Set<string>();
  for (const { text } of texts) {
    for (const match of text.matchAll(before)) {
      const piece = (match[1] ?? match[2] ?? '').toLowerCase().replace(/^.*[?=&]/, '');
      if (foreign.test(piece)) continue;
      if (piece.endsWith('/')) folders.add(piece.replaceAll(/^[./]+|\/+$/g, ''));
      else starts.add(piece.replace(/^.*\//, ''));
    }
    for (const match of text.matchAll(behind)) ends.add((match[1] ?? match[2] ?? '').toLowerCase());
  }
  const long = (all: ReadonlySet<string>): readonly string[] => [...all].filter((word) => /\w{3}/.test(word));
  return { starts: long(starts), ends: long(ends), folders: long(folders) };
}

/** The piece that a name may have been put together from. */
export function pieceOf({ starts, ends }: Pieces, name: string): string | undefined {
  const lower = name.toLowerCase();
  return (
    starts.find((piece) => lower.startsWith(piece) && lower.length > piece.length) ??
    ends.find((piece) => lower.endsWith(piece) && lower.length > piece.length)
  );
}

/** Whether a name that is not written is looked for in the folder of a file. */
export function isInNamedFolder({ folders }: Pieces, path: string): boolean {
  const folder = `/${path.split('/').slice(0, -1).join('/').toLowerCase()}`;
  return folders.some((piece) => folder.endsWith(`/${piece}`));
}
