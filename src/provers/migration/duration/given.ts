import type { DatabaseStatistics } from '../../../model/database-statistics.ts';
import type { Statistics } from '../../postgres/production/read-statistics.ts';
import type { GivenSize } from './sizes.ts';

/** Bytes of a page of PostgreSQL. */
const page = 8192;

/** Sizes of the tables and materialized views in a statistics file; `file` is its name. */
export function sizesIn(statistics: Statistics, file: string): readonly GivenSize[] {
  switch (statistics.kind) {
    case 'none':
      return [];
    case 'exported':
      return exported(statistics.statistics, file);
    case 'declared':
      return statistics.tables.map(({ schema, table, rows, pages }) => ({
        name: nameOf(schema, table),
        rows,
        bytes: pages * page,
        origin: { kind: 'given', path: `the size of ${table}`, file },
      }));
  }
}

function exported({ relations }: DatabaseStatistics, file: string): readonly GivenSize[] {
  return relations
    .filter(({ kind }) => kind === 'r' || kind === 'm')
    .map(({ schema, name, rows, pages, blocks }) => {
      // Rows now: the density of the last ANALYZE times the pages now, as the planner reckons.
      const now = pages > 0 ? rows * (blocks / pages) : rows;
      return {
        name: nameOf(schema, name),
        bytes: blocks * page,
        ...(rows >= 0 && { rows: now }),
        origin: { kind: 'catalog', object: `pg_class.relpages of ${nameOf(schema, name)} in ${file}` },
      };
    });
}

const nameOf = (schema: string, name: string): string => (schema === 'public' ? name : `${schema}.${name}`);
