/** A column as a statement writes it, `"u"."name"`, by its name alone. */
export const columnName = (written: string): string =>
  (written.split('.').at(-1) ?? written).replaceAll(/["`]/g, '');
