import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '../../../model/history.ts';
import type { Gap } from '../../../model/origin.ts';
import { countHistory, readCommits } from './count.ts';
import { askLog } from './run-git.ts';
import type { GitLimits } from './run-git.ts';
import { findStore } from './store.ts';

export interface HistoryRead {
  /** Absent where there is none that can be read; the gap says why. */
  readonly history?: History;
  readonly gaps: readonly Gap[];
}

const limits: GitLimits = { commits: 20_000, seconds: 120, bytes: 200_000_000 };

/**
 * How often each file of a target changed, from its version control where it has one. Only the objects of the target
 * are read, by a repository of our own without any configuration; the same history always gives the same counts.
 */
export async function readHistory(directory: string, own: Partial<GitLimits> = {}): Promise<HistoryRead> {
  const bounds = { ...limits, ...own };
  const found = findStore(directory);
  if (found.kind === 'none') return { gaps: [gap(found.why)] };
  const { store } = found;
  // No file of a history can be called by the commit that ends it, so none can be taken for a commit.
  const answer = await askLog(store, bounds, store.head);
  if (answer.kind === 'failed') return { gaps: [gap(answer.why)] };
  const all = readCommits(answer.text, store.head);
  const commits = all.slice(0, bounds.commits);
  const isLong = all.length > commits.length;
  const counted = countHistory(commits, new Set(store.shallow), (path) => isThere(directory, path));
  if (counted === undefined) return { gaps: [gap('no commit of it can be read')] };
  const isShallow = commits.some(({ name }) => store.shallow.includes(name));
  const gaps = [
    ...(isLong ? [gap(`only the last ${bounds.commits} commits are counted`)] : []),
    ...(isShallow
      ? [
          gap(
            `a shallow clone: ${commits.length} commits are there, earlier ones are not (git fetch --unshallow)`,
          ),
        ]
      : []),
  ];
  return { history: { head: store.head, ...counted, complete: !isLong && !isShallow }, gaps };
}

const gap = (why: string): Gap => ({ kind: 'read-history', subject: '.git', why });

/** Only files: paths of a history are not trusted, and nothing is opened. */
function isThere(directory: string, path: string): boolean {
  if (path.startsWith('/') || path.split(/[\\/]/).includes('..')) return false;
  try {
    return lstatSync(join(directory, path)).isFile();
  } catch {
    return false;
  }
}
