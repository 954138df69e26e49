/** How many rows tables hold, given by hand where no server can be asked; given-rows.ts reads it. */
export const rowsField = {
  kind: 'text',
  about: 'rows of tables, where no statistics of a server are at hand',
  required: false,
  placeholder: 'orders=10M,items=40M',
} as const;
