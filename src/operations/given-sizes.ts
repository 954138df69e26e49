import { sizesIn } from '../provers/migration/duration/given.ts';
import type { GivenSize } from '../provers/migration/duration/sizes.ts';
import { readRowCounts } from './row-counts.ts';
import type { RowCount } from './row-counts.ts';
import { statisticsIn } from './statistics-file.ts';
import { readTextFile } from './text-file.ts';

/** Sizes of production that a user gives, and the text of the file they came from. */
export interface Given {
  readonly sizes: readonly GivenSize[];
  /** By name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** What is said of a table in `--rows` counts more than the statistics. @throws UserError when one cannot be read. */
export function givenSizes(
  { stats, rows }: { readonly stats?: string | undefined; readonly rows?: string | undefined },
  cwd: string,
): Given {
  const text =
    stats === undefined ? undefined : readTextFile(stats, { cwd }, 'Name a file that holds statistics.').text;
  const read = text === undefined || stats === undefined ? [] : sizesIn(statisticsIn(text, stats), stats);
  return {
    sizes: [...read, ...readRowCounts(rows ?? '').map(sizeOf)],
    texts: new Map(text === undefined || stats === undefined ? [] : [[stats, text]]),
  };
}

const sizeOf = ({ table, rows, text }: RowCount): GivenSize => ({
  name: table.replace(/^public\./, ''),
  rows,
  origin: { kind: 'given', path: `--rows ${text}` },
});
