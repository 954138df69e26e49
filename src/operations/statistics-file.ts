import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readStatisticsFile } from '../provers/postgres/production/read-statistics.ts';
import type { Statistics } from '../provers/postgres/production/read-statistics.ts';
import { UserError } from './operation.ts';

/** A text file the user named; `what` it holds. @throws UserError when it cannot be read. */
export function readTextFile(named: string, cwd: string, what: string): string {
  try {
    return readFileSync(resolve(cwd, named), 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    throw new UserError(
      code === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${code}`,
      `Name a file that holds ${what}.`,
      named,
    );
  }
}

/** Statistics of a file of that name. @throws UserError when it holds something else. */
export function statisticsIn(text: string, named = ''): Statistics {
  const read = readStatisticsFile(text);
  if (read.kind === 'unreadable')
    throw new UserError(read.why, 'Export it again with `plumbline stats <postgres-url>`.', named);
  return read;
}
