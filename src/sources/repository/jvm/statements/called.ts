/** A statement as a call tells it. */
export interface CalledStatement {
  readonly sql: string;
  /** Call of a mapper that issues it; `sql` is then a paraphrase. */
  readonly orm?: string;
  /** One row or a page is asked for although the text does not say it. */
  readonly limited?: boolean;
  readonly interpolates?: readonly string[];
}
