/** How far a repository is read. */
export interface Reading {
  /** Follow untrusted text through the code: takes about as long as everything else together. */
  readonly flows: boolean;
  /** Ask what only a migration asks of code: includes, globals, what is dead, tests. */
  readonly legacy?: boolean;
}
