import type { ProjectedTable } from '../read-projection.ts';
import type { Statistics } from './read-statistics.ts';

/**
 * How much the planner was told. How far plans can be trusted depends on it: measured on two schemas of 122 queries
 * each, plans identical to a server with the data (parallel workers off).
 */
export type Rung =
  | { readonly kind: 'exported'; readonly words: string }
  | { readonly kind: 'declared'; readonly words: string }
  | { readonly kind: 'schema'; readonly words: string };

const noValues =
  'a condition on a given value counts as one on an average value, and a range keeps a fixed part of the rows';

export function rungOf(statistics: Statistics): Rung {
  switch (statistics.kind) {
    case 'none':
      return {
        kind: 'schema',
        words:
          'the schema alone: every table counts as 10 pages, so plans say little of production (--rows or --stats tells its size)',
      };
    case 'declared':
      return {
        kind: 'declared',
        words:
          statistics.by === 'design'
            ? `statistics declared by a design: ${declaredWords(statistics.tables)}`
            : 'rows as given; widths by type; distinct values only of keys, foreign keys, enums and booleans; times of insertion as spread over the last three years',
      };
    case 'exported':
      switch (statistics.statistics.values) {
        case 'keep':
          return { kind: 'exported', words: 'all statistics of the server' };
        case 'hash':
          return {
            kind: 'exported',
            words: `statistics of the server, common values as hashes, no bounds: a range keeps a fixed part of the rows`,
          };
        case 'omit':
          return { kind: 'exported', words: `statistics of the server without values: ${noValues}` };
      }
  }
}

/** What the columns of a design declare, the most telling last. */
function declaredWords(tables: readonly ProjectedTable[]): string {
  const columns = tables.flatMap((table) => table.columns);
  const known = [
    'row counts',
    ...(columns.length > 0 ? ['distinct values, nulls, widths, correlation'] : []),
    ...(columns.some(({ histogram }) => histogram !== undefined) ? ['bounds'] : []),
    ...(columns.some(({ commonValues }) => commonValues !== undefined) ? ['common values'] : []),
  ];
  return known.join(', ');
}
