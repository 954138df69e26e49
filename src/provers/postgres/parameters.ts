/** The statement with each of its parameters `$1`, `$2` … written as `text` says. */
export const withParameters = (sql: string, text: (number: number) => string): string =>
  sql.replaceAll(/\$(\d+)/g, (_, number: string) => text(Number(number)));
