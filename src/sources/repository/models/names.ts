/** A model as code calls it, with the table behind it. */
export interface ModelName {
  readonly technology: string;
  /** Class, model or variable. */
  readonly name: string;
  /** Qualified outside the default schema. */
  readonly table: string;
  /** Property to column, where they differ or may. */
  readonly columns: ReadonlyMap<string, string>;
}
