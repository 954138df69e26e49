/** What the version control of a repository tells of its files. Counted over the history as it is, never against today. */
export interface History {
  /** Name of the commit that was started from. */
  readonly head: string;
  /** Commits that were counted; those that only merge are not. */
  readonly commits: number;
  /** Different addresses of authors; the addresses themselves are not kept. */
  readonly authors: number;
  /** Days of the first and the last commit that were counted, in UTC. */
  readonly first: string;
  readonly last: string;
  /** Nothing was cut off: neither by a shallow clone nor by a limit. */
  readonly complete: boolean;
  /** Files that are still there, by path. */
  readonly files: readonly FileHistory[];
  /** Files that changed in the same commits, most often first. */
  readonly together: readonly ChangedTogether[];
}

export interface FileHistory {
  readonly path: string;
  readonly commits: number;
  readonly authors: number;
  readonly first: string;
  readonly last: string;
}

export interface ChangedTogether {
  readonly a: string;
  readonly b: string;
  /** Commits that changed both. */
  readonly commits: number;
}
