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

/**
 * The model that a variable stands for by its name. Mongoose registers models by a text whose case often differs from
 * that of the variable: `const Post = mongoose.model('post', …)`.
 */
export const modelNamed = (models: readonly ModelName[], name: string | undefined): ModelName | undefined =>
  models.find((one) => one.name === name) ??
  models.find((one) => one.technology === 'Mongoose' && one.name.toLowerCase() === name?.toLowerCase());
