/** PostgreSQL's limit for identifiers (NAMEDATALEN - 1), in bytes. */
export const maxNameBytes = 63;

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/**
 * The name PostgreSQL itself would choose for a constraint, an index or a sequence: `table_columns_label`, the longer
 * part cut until it fits (makeObjectName in src/backend/commands/indexcmds.c). Without columns: `table_label`.
 */
export function objectName(table: string, columns: string, label: string): string {
  let first = bytesOf(table);
  let second = bytesOf(columns);
  const room = maxNameBytes - bytesOf(label) - 1 - (columns === '' ? 0 : 1);
  while (first + second > room) {
    if (first > second) first--;
    else second--;
  }
  return [clipped(table, first), clipped(columns, second), label].filter((part) => part !== '').join('_');
}

/** The whole characters that fit into so many bytes (pg_mbcliplen). */
function clipped(text: string, room: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += bytesOf(character);
    if (bytes > room) break;
    kept += character;
  }
  return kept;
}
