/** A statement as a call tells it. */
export interface CalledStatement {
  readonly sql: string;
  readonly orm?: string;
  /** It is written with others when the changes are saved. */
  readonly collected?: boolean;
  readonly limited?: boolean;
  readonly interpolates?: readonly string[];
}
