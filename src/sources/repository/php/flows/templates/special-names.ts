/**
 * Functions that the program of a template calls for what only templates do. No program of the target has such names.
 */
export const special = {
  /** Puts a value into the page as it is. */
  raw: '__template_raw',
  /** Brings in another template with the variables of this one and those it is given. */
  view: '__template_view',
  /** The same where a condition holds that comes first. */
  viewWhen: '__template_view_when',
  /** The same with nothing but what it is given. */
  part: '__template_part',
  /** A template for each item of a list. */
  each: '__template_each',
} as const;

/** A statement that puts an expression into the page as it is. */
export const rawCall = (expression: string): string =>
  expression.trim() === '' ? '' : `${special.raw}(${expression.trim().replace(/;$/, '')});`;
