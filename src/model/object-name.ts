/** PostgreSQL's limit for identifiers (NAMEDATALEN - 1), in bytes. */
export const maxNameBytes = 63;

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The name PostgreSQL itself would choose for a constraint, an index or a sequence: `table_columns_label`, the longer
 * part cut until it fits (makeObjectName in src/backend/commands/indexcmds.c). Without columns: `table_label`.
 */
export function objectName(table: string, columns: string, label: string): string {
  let first = table;
  let second = columns;
  const room = maxNameBytes - label.length - 1 - (second === '' ? 0 : 1);
  while (bytesOf(first) + bytesOf(second) > room) {
    if (bytesOf(first) > bytesOf(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return [first, second, label].filter((part) => part !== '').join('_');
}
