import { rowsNow } from '../../../model/database-statistics.ts';
import type { DatabaseStatistics } from '../../../model/database-statistics.ts';
import { pageBytes } from '../../postgres/page-checksum.ts';
import type { Statistics } from '../../postgres/production/read-statistics.ts';
import type { GivenSize } from './sizes.ts';

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
        bytes: pages * pageBytes,
        origin: { kind: 'given', path: `the size of ${table}`, file },
      }));
  }
}

function exported({ relations }: DatabaseStatistics, file: string): readonly GivenSize[] {
  return relations
    .filter(({ kind }) => kind === 'r' || kind === 'm')
    .map((relation) => {
      const name = nameOf(relation.schema, relation.name);
      return {
        name,
        bytes: relation.blocks * pageBytes,
        ...(relation.rows >= 0 && { rows: rowsNow(relation) }),
        origin: { kind: 'catalog', object: `pg_class.relpages of ${name} in ${file}` },
      };
    });
}

const nameOf = (schema: string, name: string): string => (schema === 'public' ? name : `${schema}.${name}`);
