import { paragraph, table } from './blocks.ts';
import type { Block, Cell } from './deliverable.ts';

/** Rows a reader still takes in at once. */
const readable = 60;

/** The first rows of a long table, then how many more there are and in which file all of them stand. */
export function cappedTable(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  where: string,
  limit = readable,
): readonly (Block | undefined)[] {
  const rest = rows.length - limit;
  return [
    table(columns, rows.slice(0, limit)),
    rest > 0 ? paragraph(`And ${rest} more; all ${rows.length} are in \`${where}\`.`) : undefined,
  ];
}

/** The first lines of a long list, and how many more there are. */
export function cappedLines(lines: readonly string[], limit = 20): readonly string[] {
  const rest = lines.length - limit;
  return rest > 0 ? [...lines.slice(0, limit), `and ${rest} more`] : lines;
}

/**
 * Comma-separated values (RFC 4180). A cell that a spreadsheet would run as a formula gets a quote before it: names
 * come from the analysed repository and are not trusted.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && text !== '-' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
