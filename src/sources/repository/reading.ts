/** How far a repository is read. */
export interface Reading {
  /** Follow untrusted text through the code: takes about as long as everything else together. */
  readonly flows: boolean;
}
