/** How many rows tables hold in production, given by hand; row-counts.ts reads it. */
export const rowsField = {
  kind: 'text',
  about: 'rows of tables in production, separated by commas: orders=50M,app.visits=2G',
  required: false,
  placeholder: 'table=count',
} as const;
