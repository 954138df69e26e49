import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';
import { known, none, unknown } from './told.ts';
import type { Told } from './told.ts';

export interface HotSpot {
  readonly path: string;
  readonly lines: number;
  /** Files it uses, files that use it, and tables its statements name. */
  readonly uses: number;
  readonly usedBy: number;
  readonly tables: number;
  /** Commits that changed it and their authors; absent without a history. */
  readonly commits?: number;
  readonly authors?: number;
  /** Of the largest product of all files, 0 to 1. */
  readonly score: number;
}

/** Spots that are kept. */
const most = 40;

/**
 * Where size, coupling and churn meet: lines × (uses + used by + tables) × commits, without a history lines × coupling
 * (after Tornhill, "Your Code as a Crime Scene", who takes size × churn; coupling is what a migration pays for).
 */
export function hotSpotsOf({ legacy, history, data }: Backend): Told<readonly HotSpot[]> {
  if (legacy === undefined) return unknown('the code was not read for a migration');
  const usedBy = new Map<string, number>();
  for (const { uses } of legacy.files) for (const path of uses) usedBy.set(path, (usedBy.get(path) ?? 0) + 1);
  const tables = new Map<string, Set<string>>();
  for (const { origin, tables: named } of data.queries)
    if (origin.kind === 'read')
      tables.set(origin.file, new Set([...(tables.get(origin.file) ?? []), ...named]));
  const churn = new Map((history?.files ?? []).map((file) => [file.path, file]));
  const measured = legacy.files.map(({ path, lines, uses }) => {
    const seen = churn.get(path);
    const parts = { uses: uses.length, usedBy: usedBy.get(path) ?? 0, tables: tables.get(path)?.size ?? 0 };
    const coupling = parts.uses + parts.usedBy + parts.tables;
    const commits = history === undefined ? undefined : (seen?.commits ?? 0);
    return {
      path,
      lines,
      ...parts,
      commits,
      authors: seen?.authors,
      product: lines * coupling * (commits ?? 1),
    };
  });
  const largest = Math.max(...measured.map(({ product }) => product), 0);
  if (largest === 0) return none(`no file of ${legacy.files.length} is tied to another one or to a table`);
  const spots = measured
    .filter(({ product }) => product > 0)
    .toSorted((a, b) => b.product - a.product || compareText(a.path, b.path))
    .slice(0, most)
    .map(({ product, commits, authors, ...spot }): HotSpot => ({
      ...spot,
      ...(commits === undefined ? {} : { commits }),
      ...(authors === undefined ? {} : { authors }),
      score: product / largest,
    }));
  return known(
    spots,
    spots.map(({ path }) => ({ kind: 'read', file: path, line: 1 })),
  );
}

export interface HistoryFigures {
  readonly commits: number;
  readonly authors: number;
  readonly first: string;
  readonly last: string;
  readonly complete: boolean;
  readonly busiest: readonly { readonly path: string; readonly commits: number; readonly authors: number }[];
  /** Files that change together though they lie in different folders: a tie that imports do not show. */
  readonly together: readonly { readonly a: string; readonly b: string; readonly commits: number }[];
}

export function historyOf({ history, gaps, legacy }: Backend): Told<HistoryFigures> {
  if (history === undefined) {
    const gap = gaps.find(({ kind }) => kind === 'read-history');
    return unknown(gap === undefined ? 'no history was read' : gap.why);
  }
  const { commits, authors, first, last, complete, files, together } = history;
  const code = new Set(legacy?.files.map(({ path }) => path));
  // Change logs and manifests change with everything.
  const isCode = (path: string): boolean => code.size === 0 || code.has(path) || path.endsWith('.sql');
  const folder = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  return known({
    commits,
    authors,
    first,
    last,
    complete,
    busiest: files
      .filter(({ path }) => isCode(path))
      .toSorted((a, b) => b.commits - a.commits || compareText(a.path, b.path))
      .slice(0, 15)
      .map((file) => ({ path: file.path, commits: file.commits, authors: file.authors })),
    together: together.filter(({ a, b }) => folder(a) !== folder(b) && isCode(a) && isCode(b)).slice(0, 15),
  });
}
