// Rows and checksums of tables before and after a request, by a command of whoever runs the tests.
import { execFile } from 'node:child_process';

/** Table -> rows and checksum. */
export type Counts = ReadonlyMap<string, { readonly rows: number; readonly sum: string }>;

export interface Change {
  /** More rows than before, or fewer. */
  readonly rows: number;
  /** Something in it is another. */
  readonly changed: boolean;
}

/** Runs a command through the shell; what it prints. @throws when it fails */
export const run = (command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', command], { maxBuffer: 50_000_000 }, (error, printed, complaint) =>
      error === null
        ? resolve(printed)
        : reject(
            new Error(
              `${command.slice(0, 80)}: ${
                complaint
                  .split('\n')
                  .filter((line) => /error|fatal|denied|not found/i.test(line))
                  .join(' ')
                  .slice(0, 400) || error.message
              }`,
            ),
          ),
    );
  });

/** Lines of `table rows checksum`, between tabs or bars. */
export function countsIn(printed: string): Counts {
  const counts = new Map<string, { rows: number; sum: string }>();
  for (const line of printed.split('\n')) {
    const [table = '', rows = '', sum = ''] = line.split(/\s*[\t|]\s*/).map((each) => each.trim());
    if (table !== '' && /^\d+$/.test(rows)) counts.set(table, { rows: Number(rows), sum });
  }
  return counts;
}

export function changesBetween(before: Counts, after: Counts): Readonly<Record<string, Change>> {
  const changes: Record<string, Change> = {};
  for (const [table, { rows, sum }] of after) {
    const known = before.get(table);
    if (known !== undefined && (known.rows !== rows || known.sum !== sum))
      changes[table] = { rows: rows - known.rows, changed: true };
  }
  return changes;
}
