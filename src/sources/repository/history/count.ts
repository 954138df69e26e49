import type { ChangedTogether, FileHistory, History } from '../../../model/history.ts';
import { compareText } from '../../order.ts';

/** What `git log` told of one commit. */
export interface Commit {
  readonly name: string;
  /** Day in UTC. */
  readonly day: string;
  readonly author: string;
  readonly paths: readonly string[];
}

/** A commit of more files moves or formats: it says nothing of what belongs together. */
const mostTogether = 30;

/** Changed together fewer times it may be chance. */
const fewestTogether = 3;

/** Pairs that are kept. */
const mostPairs = 300;

/** Pairs that are looked at. */
const mostCandidates = 500_000;

/** Commits as the answer of `git log -z` has them; what is not in its form is left out. */
export function readCommits(text: string, mark: string): readonly Commit[] {
  const start = `\u0001${mark} `;
  const commits: { name: string; day: string; author: string; paths: string[] }[] = [];
  for (const part of text.split('\0')) {
    if (part.startsWith(start)) {
      const [, name, seconds, author = ''] =
        /^([0-9a-f]+) (-?\d+) (.*)$/s.exec(part.slice(start.length)) ?? [];
      if (name !== undefined) commits.push({ name, day: dayOf(Number(seconds)), author, paths: [] });
      continue;
    }
    const path = part.replace(/^\n/, '');
    if (path !== '') commits.at(-1)?.paths.push(path);
  }
  return commits;
}

/** Seconds since 1970 as a day; times that no calendar has are taken to its ends. */
function dayOf(seconds: number): string {
  const bounded = Math.min(Math.max(Number.isFinite(seconds) ? seconds : 0, 0), 253_402_300_799);
  return new Date(bounded * 1000).toISOString().slice(0, 10);
}

interface Seen {
  commits: number;
  readonly authors: Set<string>;
  first: string;
  last: string;
}

const add = (seen: Seen | undefined, { day, author }: Commit): Seen => {
  if (seen === undefined) return { commits: 1, authors: new Set([author]), first: day, last: day };
  seen.commits += 1;
  seen.authors.add(author);
  if (day < seen.first) seen.first = day;
  if (day > seen.last) seen.last = day;
  return seen;
};

/**
 * Churn of each file: the commits that changed it and their authors. `cut` are commits whose parents are missing: all
 * their files seem new, so they count for none of them.
 */
export function countHistory(
  commits: readonly Commit[],
  cut: ReadonlySet<string>,
  exists: (path: string) => boolean,
): Omit<History, 'head' | 'complete'> | undefined {
  let all: Seen | undefined;
  const files = new Map<string, Seen>();
  for (const commit of commits) {
    all = add(all, commit);
    if (!cut.has(commit.name))
      for (const path of new Set(commit.paths)) files.set(path, add(files.get(path), commit));
  }
  if (all === undefined) return undefined;
  const kept = [...files].filter(([path]) => exists(path));
  const counted = kept.map(([path, { commits: own, authors, first, last }]): FileHistory => ({
    path,
    commits: own,
    authors: authors.size,
    first,
    last,
  }));
  return {
    commits: all.commits,
    authors: all.authors.size,
    first: all.first,
    last: all.last,
    files: counted.toSorted((a, b) => compareText(a.path, b.path)),
    together: pairsOf(
      commits.filter(({ name }) => !cut.has(name)),
      new Set(kept.map(([path]) => path)),
    ),
  };
}

function pairsOf(commits: readonly Commit[], kept: ReadonlySet<string>): readonly ChangedTogether[] {
  const counts = new Map<string, number>();
  for (const { paths } of commits) {
    const own = [...new Set(paths)].filter((path) => kept.has(path)).toSorted(compareText);
    if (own.length > mostTogether || paths.length > mostTogether) continue;
    for (const [at, a] of own.entries())
      for (const b of own.slice(at + 1)) {
        const key = `${a}\0${b}`;
        const known = counts.get(key);
        if (known !== undefined || counts.size < mostCandidates) counts.set(key, (known ?? 0) + 1);
      }
  }
  return [...counts]
    .filter(([, times]) => times >= fewestTogether)
    .map(([key, times]): ChangedTogether => {
      const [a = '', b = ''] = key.split('\0');
      return { a, b, commits: times };
    })
    .toSorted((x, y) => y.commits - x.commits || compareText(`${x.a}\0${x.b}`, `${y.a}\0${y.b}`))
    .slice(0, mostPairs);
}
