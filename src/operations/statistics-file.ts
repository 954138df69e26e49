import { readStatisticsFile } from '../provers/postgres/production/read-statistics.ts';
import type { Statistics } from '../provers/postgres/production/read-statistics.ts';
import { UserError } from './operation.ts';

/** Statistics of a file of that name. @throws UserError when it holds something else. */
export function statisticsIn(text: string, named = ''): Statistics {
  const read = readStatisticsFile(text);
  if (read.kind === 'unreadable')
    throw new UserError(read.why, 'Export it again with `plumbline stats <postgres-url>`.', named);
  return read;
}
